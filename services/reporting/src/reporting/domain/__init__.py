"""What a report is made of, pure: facts that only move forward, and the counters they give rise to."""
