"""Sentences bound to queries: what claims.yml says, and whether the data says it too."""
