"""From files to canonical tables."""
