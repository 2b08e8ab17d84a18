"""Outgoing webhooks: what happens in a company, posted to addresses that it names."""
