"""Satisfaction: after a ticket is closed its customer is asked once, and the answer belongs to the ticket."""
