"""From the schedule to a round that is judged."""
