"""What agents write for each other in a ticket, and who is mentioned."""
