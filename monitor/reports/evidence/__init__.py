"""One archive with everything behind an incident, for an officer whose agency disputes it."""
