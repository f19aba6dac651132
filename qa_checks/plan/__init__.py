"""Schemas and rules become the checks of one run; nothing is executed here."""

from qa_checks.plan.checks import Given, PlannedCheck
from qa_checks.plan.rules import rule_check
from qa_checks.plan.selection import Selection, make_plan

__all__ = ["Given", "PlannedCheck", "Selection", "make_plan", "rule_check"]
