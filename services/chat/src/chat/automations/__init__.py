"""Automations: when something happens to a ticket and conditions hold, actions are done to it."""
