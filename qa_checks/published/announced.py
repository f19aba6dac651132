"""The checks that a declaration of published tables announces: a table, a sum, a flow each."""

from __future__ import annotations

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.model.checks import Check
from qa_checks.published.declaration import Declaration
from qa_checks.published.declared_tables import DeclaredTable
from qa_checks.published.flows import Flow
from qa_checks.published.percentages import Percentages
from qa_checks.published.recoding import Recoding
from qa_checks.published.sums import Sum
from qa_checks.words import grouped


def announce(declaration: Declaration, *, has_last: bool) -> list[Check]:
    """Every check of the published tables, as it may be selected.

    Parameters
    ----------
    has_last
        Whether those of the last release are declared too.
    """
    return [
        *map(table_check, declaration.tables),
        *map(sum_check, declaration.sums),
        *map(flow_check, declaration.flows),
        *map(percentages_check, declaration.percentages),
        *([same_figure_check()] if shares_a_cube(declaration) else []),
        *([last_tables_check()] if has_last else []),
        undeclared_check(),
        *([few_cases_check(declaration.few)] if declaration.few is not None else []),
        *(recoding_check(item, number) for number, item in enumerate(declaration.recodings)),
    ]


def shares_a_cube(declaration: Declaration) -> bool:
    """Whether two tables show one cube: then a figure may stand in both."""
    cubes = [table.cube.cube for table in declaration.tables if table.is_recomputed]
    return len(set(cubes)) < len(cubes)


def recoding_check(recoding: Recoding, number: int) -> Check:
    """The check that a re-coding is."""
    return word_check(
        "recoded",
        f"recode.{recoding.dimension}{f'_{number + 1}' if number else ''}",
        recoded_as=recoding.to,
        recoded_from=recoding.from_,
    )


def table_check(declared: DeclaredTable) -> Check:
    """The check that a published table is."""
    return word_check("table", declared.check, published=declared.name)


def sum_check(item: Sum) -> Check:
    """The check that a sum of tables is."""
    sides = "column" if item.is_down else "row" if item.is_of_rows else "row and column"
    everywhere = f"in every {sides}"
    return word_check("sum", item.check, sum=item.text, everywhere=everywhere)


def flow_check(flow: Flow) -> Check:
    """The check that a flow is."""
    return word_check("flow", flow.check, stock=flow.stock, by=flow.by)


def percentages_check(item: Percentages) -> Check:
    """The check that percentages of counts are."""
    return word_check("percentages", item.check, share=item.text)


def same_figure_check() -> Check:
    """The check that a figure has one value in all tables."""
    return word_check("same_figure")


def last_tables_check() -> Check:
    """The check that a figure is what the last release published."""
    return word_check("last_tables")


def few_cases_check(few: int) -> Check:
    """The check that percentages of fewer cases say so."""
    return word_check("few_cases", few=grouped(few))


def undeclared_check() -> Check:
    """The check that no titled table is left out of tables.yml."""
    return word_check("undeclared")
