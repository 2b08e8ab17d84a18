"""Commands of operators: ``python -m gateway reseal``, and what ``atende`` has of channels and sends."""
