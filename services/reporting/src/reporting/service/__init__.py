"""The use cases: take in the events of the other services, and answer with reports."""
