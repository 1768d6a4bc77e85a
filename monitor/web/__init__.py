"""What people and scripts read over HTTP."""
