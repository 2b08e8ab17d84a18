"""For tests: a pytest plugin on real servers, checks of every answer and of every SQL statement."""
