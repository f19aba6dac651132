"""The templates, compiled by jinja: `python -m tests.generated` writes a module for each."""
