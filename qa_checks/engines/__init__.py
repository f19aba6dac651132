"""Engines: each is asked through one door, counts and gives rows, and decides nothing."""
