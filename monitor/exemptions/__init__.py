"""What people have told beside what was seen: exemptions, planned stops, and what a person confirmed."""
