"""What the whole test run shows at its end."""

from tests.support.count_table import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
