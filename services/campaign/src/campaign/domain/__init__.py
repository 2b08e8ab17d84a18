"""The rules of campaigns, pure: states, delivery, identity, content, pace, keywords."""
