"""From verdicts that stay failed to incidents that people hear of; all decisions are pure."""
