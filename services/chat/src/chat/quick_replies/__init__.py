"""Quick replies: texts that agents send often, found by a short name, with blanks that are filled in."""
