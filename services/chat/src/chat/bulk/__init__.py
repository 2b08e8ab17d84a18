"""One action on many tickets or contacts, as a job."""
