"""Campaigns: who is to get which message, who left, and the outcome for every recipient.

The service owns campaigns, their audience, their recipients and the opt-outs. It never talks to a
provider: it asks the gateway by events and learns by events what came of it. Contacts and channels
are copies of what their owners publish.
"""
