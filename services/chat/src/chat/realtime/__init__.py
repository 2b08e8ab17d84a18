"""The realtime role: tells sockets what happens in their company."""
