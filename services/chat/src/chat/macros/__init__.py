"""Several actions on a ticket under one name."""
