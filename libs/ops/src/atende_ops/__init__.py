"""The operators' command line, ``atende``: what is common to all services, and a frame for theirs."""
