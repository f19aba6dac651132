"""A report with a comparison with the last release, one with the system of record, and a query."""

from __future__ import annotations

from qa_checks.model.changes import (
    Change,
    ChangeClass,
    ChangeKind,
    ChangeState,
    ComparedColumn,
    ComparedTable,
)
from qa_checks.model.reconciliation import DifferenceKind, FieldDifference, Reconciliation
from qa_checks.model.report import Report
from qa_checks.model.sources import AskedQuery, Doubt, Query, QueryReading, Source, TableRead
from tests.render import reports

SQL = "SELECT urn, places\nFROM register.providers_with_a_long_name AS p WHERE closed IS NULL"
SHOWN = "postgresql://reader@db.example/care, register.sql"


def compared() -> Report:
    """One change of the last release, one row that the source lacks, one doubt about its query."""
    changes, surplus, doubtful = (
        reports.outcome(reports.check(name), failed=1)
        for name in ("compare.places", "source.providers.surplus", "source.providers.query")
    )
    return reports.report(
        [changes, surplus, doubtful],
        compared=(_what_changed(changes.check.id),),
        sources=(_beside_the_source(surplus.check.id),),
        queries=(
            AskedQuery(
                SHOWN,
                doubtful.check.id,
                QueryReading(
                    SQL,
                    "postgres",
                    tables=(TableRead("register.providers_with_a_long_name", ("urn", "places")),),
                    conditions=("closed IS NULL",),
                    doubts=(Doubt("no-order", "It has no ORDER BY.", ""),),
                ),
            ),
        ),
    )


def _what_changed(check: str) -> ComparedTable:
    return ComparedTable(
        "latest", "Providers", "providers", "March 2018", "March 2019",
        old_rows=1, new_rows=1, both=1, changed=1,
        columns=(
            ComparedColumn("places", "Places", 1),
            ComparedColumn("owner", "Owner", 0, "the release before has no such column"),
        ),
        classes=(ChangeClass("Places changed", ChangeState.TO_EXPLAIN, check, 1),),
        changes=(
            Change(
                "SC900001", ChangeKind.CHANGED, "Places", "3", "4", ChangeState.TO_EXPLAIN, "",
                check, "providers.csv", None, 2,
            ),
        ),
    )  # fmt: skip


def _beside_the_source(check: str) -> Reconciliation:
    return Reconciliation(
        "source.providers", "Providers", "providers",
        Source(
            "providers", SHOWN, ("urn",), (), "source_1",
            Query("postgresql://reader@db.example/care", SHOWN, "postgres", SQL), rows=1,
        ),
        extract_rows=2, source_rows=1, both=1, surplus=12,
        columns=(ComparedColumn("places", "Places", 0),),
        differences=tuple(
            FieldDifference(
                f"SC9000{number}", DifferenceKind.SURPLUS, "", None, None, "", check,
                "providers.csv", None, number, None,
            )
            for number in range(10, 22)
        ),
    )  # fmt: skip
