"""Two tables and a key: what was added, what is gone, and which cells differ."""
