"""The rules of sending, pure: what is sent, what becomes of it, what errors ask, what a channel is."""
