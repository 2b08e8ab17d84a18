"""What the services say to each other: events, their topics, and nothing else."""
