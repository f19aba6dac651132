"""Schemas, layouts, code lists and rules: found, read and checked."""

from qa_checks.catalogue.folder import Catalogue, builtin, load
from qa_checks.catalogue.ruleset import BoundRule

__all__ = ["BoundRule", "Catalogue", "builtin", "load"]
