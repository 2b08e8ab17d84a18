"""Departments: their members, opening hours and words."""
