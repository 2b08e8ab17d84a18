"""Deleting everything of a person, everywhere: what the data protection law (LGPD) gives them a right to."""
