"""Tables and JSON of what is stored."""
