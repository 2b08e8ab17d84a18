"""Bodies of requests and responses, by subject. Every input is bounded."""
