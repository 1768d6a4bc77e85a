"""The tables that the API gives and people take away, one module each."""
