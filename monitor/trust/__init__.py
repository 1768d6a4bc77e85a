"""Whether our own network and probes are to be trusted before anybody is blamed."""
