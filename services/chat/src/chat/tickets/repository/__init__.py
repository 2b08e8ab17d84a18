"""All SQL of tickets, and of what spans tickets, their messages and their contacts.

Classes are bound to a session and a company and serve the API. Module functions are set-based,
one statement for any number of rows, and name the company of every row, because the worker's
session sees all companies.
"""
