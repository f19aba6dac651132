"""Schemas and rules become the checks of one run; nothing is executed here."""

from qa_checks.plan.choice import Choice, make_plan, masking_checks, select
from qa_checks.plan.planned import Given, PlannedCheck
from qa_checks.plan.rule_checks import rule_check

__all__ = ["Choice", "Given", "PlannedCheck", "make_plan", "masking_checks", "rule_check", "select"]
