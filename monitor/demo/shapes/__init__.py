"""The shapes in which the simulated portals publish their counts, each like a real one, with own figures."""
