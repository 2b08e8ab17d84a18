"""The commands that belong to no service."""
