"""What `atende doctor` looks at."""
