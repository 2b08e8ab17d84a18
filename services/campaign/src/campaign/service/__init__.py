"""Use cases. Functions that take a session and never commit: the edge owns the transaction."""
