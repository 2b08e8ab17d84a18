"""Imports of contacts from files: accepted by the API as they come, done by the worker in chunks."""
