"""All SQL of auth. The classes are bound to one company; module functions look over all.

Times are the database's, so that replicas with different clocks agree on what has expired.
"""
