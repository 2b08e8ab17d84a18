"""Macros: several actions under one name, which an agent does to a ticket at once."""
