"""Rules that act when something happens: events, conditions, actions."""
