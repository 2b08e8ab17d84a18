"""Messages to be sent at a time."""
