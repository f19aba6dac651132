"""Databases: what they are asked, and how their rows are read."""
