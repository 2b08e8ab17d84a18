"""What other services told us: companies, channels, users, and files that were uploaded."""
