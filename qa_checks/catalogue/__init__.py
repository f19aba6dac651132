"""Schemas, layouts, code lists and rules: found, read and checked."""

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.loading import load, load_rules, load_schemas
from qa_checks.catalogue.rulebook import Catalogue, builtin
from qa_checks.catalogue.schemas import Schemas

__all__ = ["BoundRule", "Catalogue", "Schemas", "builtin", "load", "load_rules", "load_schemas"]
