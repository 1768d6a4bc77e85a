"""Duties and how they are judged."""
