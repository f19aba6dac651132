"""Engines: the plan is executed here, and only here."""
