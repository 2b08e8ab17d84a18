"""What clients receive: the ordered log of what happened in a company."""
