"""qa-checks: checks a statistical release against a rulebook."""

__version__ = "0.1.0"
