"""Contacts, tickets and messages of a company, and the realtime feed of what happens to them.

It owns who a customer is (contacts and their identities), the tickets that group what a customer
and the agents write, and ``event_log``: the ordered record from which sockets and
``GET /api/v1/events`` are served. It never talks to a provider; the gateway does.
"""
