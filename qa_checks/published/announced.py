"""The checks that a declaration of published tables announces: a table, a sum, a flow each."""

from __future__ import annotations

from qa_checks.model import Check, Severity
from qa_checks.published.declaration import Declaration, DeclaredTable
from qa_checks.published.flows import Flow
from qa_checks.published.sums import Sum

TABLE = "published tables"
THEME = "tables"


def announce(declaration: Declaration) -> list[Check]:
    """Every check of the published tables, as it may be selected."""
    return [
        *map(table_check, declaration.tables),
        *map(sum_check, declaration.sums),
        *map(flow_check, declaration.flows),
    ]


def table_check(declared: DeclaredTable) -> Check:
    """The words of the check that a published table is."""
    return Check(
        id=declared.check,
        name="published-cell-differs-from-rows",
        title=f"Table {declared.name} is what the rows give",
        table=TABLE,
        severity=Severity.ERROR,
        theme=THEME,
        why="Readers take their numbers from the tables; one that the rows do not give is wrong.",
        remedy="Correct the table or the rows; where both are right, correct tables.yml.",
        source=("Ofsted 2021: supplementary statistics are checked",),
    )


def sum_check(item: Sum) -> Check:
    """The words of the check that a sum of tables is."""
    return Check(
        id=item.check,
        name="published-tables-do-not-add-up",
        title=f"Table {item.text}, in every row{'' if item.table else ' and column'}",
        table=TABLE,
        severity=Severity.ERROR,
        theme=THEME,
        why="The parts and the whole count the same things; one of the tables is wrong.",
        remedy="Count the parts again; where a note explains the difference, decide on it.",
        source=("List of checks: totals are the sums of their parts",),
    )


def flow_check(flow: Flow) -> Check:
    """The words of the check that a flow is."""
    return Check(
        id=flow.check,
        name="stock-does-not-follow",
        title=f"Table {flow.stock}: each {flow.by} follows from the stock before",
        table=TABLE,
        severity=Severity.ERROR,
        theme=THEME,
        why="Who was there at the start, or joined, and has not left, is there at the end.",
        remedy="Compare the lists of joiners and leavers with both stocks; where a provider came "
        "or went without being in them, decide on it.",
        source=("List of checks TAB-04",),
    )
