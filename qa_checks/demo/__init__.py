"""A synthetic release to try the checks on."""

from qa_checks.demo.folder import write

__all__ = ["write"]
