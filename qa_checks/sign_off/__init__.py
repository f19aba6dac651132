"""Sign-off: a statement about a release, signed by someone else, and the links that bind it."""
