"""Ways of looking at a portal; nothing here judges."""
