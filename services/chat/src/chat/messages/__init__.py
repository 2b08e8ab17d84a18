"""What is written: messages, what was done to them since, and how they are shown."""
