"""Portals of our own whose truth is known: who misjudges them stops judging. Each file with a `CANARY` is one."""
