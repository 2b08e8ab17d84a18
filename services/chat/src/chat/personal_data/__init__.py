"""Everything that is known of a person as one file: what the data protection law (LGPD) gives a right to."""
