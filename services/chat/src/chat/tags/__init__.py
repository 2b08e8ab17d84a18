"""Tags: a company's labels for its tickets."""
