"""How much at once and how much in all: rates, quotas, places, memory."""
