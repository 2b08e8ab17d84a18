"""A stand-in for Meta's side of the WhatsApp Cloud API, run as a process of its own.

It keeps an append-only log of every message it ACCEPTED. That log is the ground truth that the fault
tests and the benchmarks compare our own databases with, so it must never be derived from what we sent.
Nothing in here knows our services: it speaks the Graph API on one side and signed webhooks on the other.
"""
