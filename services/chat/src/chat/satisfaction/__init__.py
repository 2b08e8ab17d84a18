"""What customers say of a closed ticket."""
