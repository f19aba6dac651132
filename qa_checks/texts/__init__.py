"""Texts: read from every kind of document, the numbers in them, and what closes between them."""
