"""From what an engine counts and fetches to the one outcome of each check, and its findings."""
