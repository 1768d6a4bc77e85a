"""Who is watched, on which day."""
