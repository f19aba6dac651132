"""A sample of a release, drawn, filled in by people, and read back."""
