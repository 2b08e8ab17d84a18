"""All SQL of reporting: set-based writes for the worker, and one company's reads for the API."""
