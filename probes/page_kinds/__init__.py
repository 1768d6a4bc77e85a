"""Signs and shapes by which the kind of a page is known."""
