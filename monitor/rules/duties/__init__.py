"""One module for each rule, found by being there."""
