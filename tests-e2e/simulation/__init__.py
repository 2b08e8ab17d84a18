"""A simulation of the send path under a seeded clock: no servers, and the same run for the same seed.

What is real and what is modelled: see docs/simulation.md.
"""
