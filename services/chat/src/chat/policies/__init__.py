"""A company's rules for its inbox, and those of single channels."""
