"""Scheduled compliance monitor for government portals."""

__version__ = "0.1.0"
