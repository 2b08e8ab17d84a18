"""Targets for replies and resolutions, and when they are missed."""
