"""What clients are told: the ordered log of what happened in a company."""
