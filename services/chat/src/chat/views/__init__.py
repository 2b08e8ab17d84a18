"""Lists of tickets that were saved under a name."""
