"""Owns channels and their credentials, the providers' webhooks, and the ledger of everything we send.

Nothing else in the suite talks to a messaging provider. It knows no contacts and no tickets: it turns
webhooks into events, and events into sends, at most one per ``send_id``.
"""
