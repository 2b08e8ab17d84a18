"""All SQL of messages. Set-based functions name the company of every row: the worker sees all companies."""
