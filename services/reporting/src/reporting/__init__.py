"""Reporting: the outcome of every send, campaign and ticket, and how much happened when.

It owns its own facts, made of the events of the other services, and asks no other service. Each
fact only moves forward, so that events in any order, any number of times, end in the same report.
"""
