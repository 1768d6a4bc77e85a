"""What was seen in the past, judged again round by round, under its own day's law or another rule book."""
