"""What the reports look like on the wire."""
