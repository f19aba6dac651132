"""A first release.yml for files that are there."""

from qa_checks.scaffold.draft import draft_release
from qa_checks.scaffold.expectations import TODO

__all__ = ["TODO", "draft_release"]
