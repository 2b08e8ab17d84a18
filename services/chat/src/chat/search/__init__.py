"""Search in messages and notes."""
