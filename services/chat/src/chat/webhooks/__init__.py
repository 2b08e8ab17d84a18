"""What happens in a company, posted to its own addresses."""
