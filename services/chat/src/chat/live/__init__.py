"""What stands now: who waits, who is here, how much is written. For a screen on the wall."""
