"""Tokens of the API: what they are, how they are hashed, and the file that names them."""
