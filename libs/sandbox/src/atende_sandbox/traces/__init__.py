"""Traces of a running system: a collector that keeps them, Zipkin to look at them, trees in the terminal."""
