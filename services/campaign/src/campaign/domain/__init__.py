"""The rules of campaigns, pure: states, delivery, content, pace, keywords."""
