"""Days on which offices are open: the holidays of the rule book, and counting over them."""
