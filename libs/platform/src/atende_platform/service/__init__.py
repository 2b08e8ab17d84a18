"""What makes a service: its definition, its application, its tasks, health, and the command line."""
