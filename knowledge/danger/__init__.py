"""What the search's own model makes of a message besides its topic: danger, violence that is over, unlawful help."""
