"""Stretches of conversation: how customers' messages open them and what agents do with them."""
