"""Service levels: how soon customers are to be answered and tickets resolved, and what happens if not."""
