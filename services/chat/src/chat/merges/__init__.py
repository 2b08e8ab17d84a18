"""Making one contact of two by hand, and taking that back."""
