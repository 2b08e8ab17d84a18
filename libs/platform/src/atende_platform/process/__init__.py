"""What every process has: settings, logs, background tasks and their progress, and turns."""
