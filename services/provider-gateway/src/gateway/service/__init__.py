"""Use cases of the gateway.

Functions take a session and never end its transaction. `directory` caches who a channel is for the
edges that ask thousands of times a second; `delivery` is what every change of a send goes through.
"""
