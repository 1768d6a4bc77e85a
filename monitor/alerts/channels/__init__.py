"""Ways of telling people, one file each, found by being there."""
