"""Readers of what a portal's pages carry beside its figures; pure, and by words that are data."""
