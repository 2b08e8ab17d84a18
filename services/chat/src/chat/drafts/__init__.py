"""What an agent has begun to write, kept until it is sent."""
