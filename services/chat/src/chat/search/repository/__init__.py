"""All SQL of search: what writes the index (`index`), and what looks into it (`find`)."""
