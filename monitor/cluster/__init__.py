"""Several places that look: the daemon asks, workers elsewhere look, and what they saw comes back by a queue."""
