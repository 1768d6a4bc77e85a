"""From bytes to figures: pure readers of published counts."""
