"""A first release.yml for files that are there."""

from qa_checks.scaffold.draft import draft_release

__all__ = ["draft_release"]
