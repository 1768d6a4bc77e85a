"""A page as a browser shows it: one Chromium, kept on a short line, and what can be read from its loads."""
