"""Answers that agents have at hand."""
