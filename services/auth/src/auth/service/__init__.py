"""The use cases. Functions take a session, whose transaction the caller owns; none commits."""
