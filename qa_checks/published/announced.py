"""The checks that a declaration of published tables announces: a table, a sum, a flow each."""

from __future__ import annotations

from functools import partial

from qa_checks.model import Check, Severity
from qa_checks.published.declaration import Declaration, DeclaredTable
from qa_checks.published.flows import Flow
from qa_checks.published.percentages import Percentages
from qa_checks.published.recoding import Recoding
from qa_checks.published.sums import Sum

TABLE = "published tables"
NAMES = "re-coded names"
THEME = "tables"
_error = partial(Check, table=TABLE, severity=Severity.ERROR, theme=THEME)


def announce(declaration: Declaration) -> list[Check]:
    """Every check of the published tables, as it may be selected."""
    return [
        *map(table_check, declaration.tables),
        *map(sum_check, declaration.sums),
        *map(flow_check, declaration.flows),
        *map(percentages_check, declaration.percentages),
        *([same_figure_check()] if shares_a_cube(declaration) else []),
        *(recoding_check(item, number) for number, item in enumerate(declaration.recodings)),
    ]


def shares_a_cube(declaration: Declaration) -> bool:
    """Whether two tables show one cube: then a figure may stand in both."""
    cubes = [table.cube.cube for table in declaration.tables if table.is_recomputed]
    return len(set(cubes)) < len(cubes)


def recoding_check(recoding: Recoding, number: int) -> Check:
    """The words of the check that a re-coding is."""
    return Check(
        id=f"recode.{recoding.dimension}{f'_{number + 1}' if number else ''}",
        name="recoded-name-unlike-the-data",
        title=f"All that is re-coded as {recoding.to} stands as {recoding.from_} in the data",
        table=NAMES,
        severity=Severity.WARNING,
        theme=THEME,
        why="The tables count these rows elsewhere than the data; a name that is not in it as "
        "listed re-codes nothing, or half of what it should.",
        remedy="Correct the name under recode in tables.yml, or the rows; take out what is gone.",
        source=("Ofsted 2021: homes of trusts are counted as local authority homes",),
    )


def table_check(declared: DeclaredTable) -> Check:
    """The words of the check that a published table is."""
    return _error(
        id=declared.check,
        name="published-cell-differs-from-rows",
        title=f"Table {declared.name} is what the rows give",
        why="Readers take their numbers from the tables; one that the rows do not give is wrong.",
        remedy="Correct the table or the rows; where both are right, correct tables.yml.",
        source=("Ofsted 2021: supplementary statistics are checked",),
    )


def sum_check(item: Sum) -> Check:
    """The words of the check that a sum of tables is."""
    everywhere = "in every row" if item.is_of_rows else "in every row and column"
    return _error(
        id=item.check,
        name="published-tables-do-not-add-up",
        title=f"Table {item.text}, {everywhere}",
        why="The parts and the whole count the same things; one of the tables is wrong.",
        remedy="Count the parts again; where a note explains the difference, decide on it.",
        source=("List of checks: totals are the sums of their parts",),
    )


def flow_check(flow: Flow) -> Check:
    """The words of the check that a flow is."""
    return _error(
        id=flow.check,
        name="stock-does-not-follow",
        title=f"Table {flow.stock}: each {flow.by} follows from the stock before",
        why="Who was there at the start, or joined, and has not left, is there at the end.",
        remedy="Compare the lists of joiners and leavers with both stocks; where a provider came "
        "or went without being in them, decide on it.",
        source=("List of checks TAB-04",),
    )


def percentages_check(item: Percentages) -> Check:
    """The words of the check that percentages of counts are."""
    return _error(
        id=item.check,
        name="published-percentage-is-not-of-its-count",
        title=f"Table {item.text}, each as some value that rounds to it",
        why="Percentage, count and base say the same thing; one of the numbers is wrong.",
        remedy="Work the percentage out again from the count and the base as published.",
        source=("List of checks: percentages are those of their counts",),
    )


def same_figure_check() -> Check:
    """The words of the check that a figure has one value in all tables."""
    return _error(
        id="same_figure",
        name="same-figure-has-two-values",
        title="A figure that stands in two tables has one value",
        why="A reader who finds two values for one thing trusts neither.",
        remedy="Correct the one that is wrong; where both are right, they are not the same figure.",
        source=("List of checks: the same figure agrees wherever it stands",),
    )
