"""A company's contacts as a file."""
