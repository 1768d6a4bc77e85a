"""One module for each dashboard, found by being there; each has a `BOARD`."""
