"""How grades moved between two releases, and what was counted or called otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.schemas import has_all
from qa_checks.comparing.matching import Matched
from qa_checks.comparing.two_releases import TwoReleases
from qa_checks.model.changes import Movement
from qa_checks.placeholders import fill
from qa_checks.sql_text import sql_literal, sql_name


def move(releases: TwoReleases, comparison: Comparison, matched: Matched) -> Iterator[Movement]:
    """A table of grades before by grades now, for each kind of rows that the catalogue names."""
    asked = comparison.movement
    if asked is None:
        return
    by = " AND ".join(f"o.{sql_name(name)} = t.{sql_name(name)}" for name in comparison.key)
    kinds = " ".join(
        f"WHEN ({condition}) THEN {sql_literal(title)}" for title, condition in asked.rows.items()
    )
    grades = f"o.{asked.grade} AS old_grade, t.{asked.grade} AS new_grade"
    old, new = matched.compared
    rows = releases.ask(
        f"SELECT CASE {kinds} END AS title, {grades}, "
        f"CASE WHEN ({asked.comparable}) THEN NULL ELSE ({asked.apart}) END AS apart, count(*) "
        f"FROM {old} AS o JOIN {new} AS t ON {by} "
        f"WHERE o.{asked.grade} IS NOT NULL AND t.{asked.grade} IS NOT NULL "
        "GROUP BY ALL ORDER BY ALL"
    )
    places = range(1, len(asked.labels) + 1)
    for title in asked.rows:
        counts: Counter[tuple[int, int]] = Counter()
        moved: Counter[int] = Counter()
        apart: Counter[str] = Counter()
        for of, before, now, why, number in rows:
            if of != title:
                continue
            counts[before, now] += number
            if why is None:
                moved[(now > before) - (now < before)] += number
            else:
                apart[why] += number
        yield Movement(
            title=title,
            labels=tuple(asked.labels),
            counts=tuple(tuple(counts[before, now] for now in places) for before in places),
            improved=moved[-1],
            kept=moved[0],
            declined=moved[1],
            apart=tuple(apart.most_common()),
        )


def define(releases: TwoReleases, comparison: Comparison) -> Iterator[str]:
    """What must be known before any number is compared, a sentence each."""
    for definition in comparison.definitions:
        if not has_all(definition.needs, releases.loaded.release.columns):
            continue
        cursor = releases.loaded.connection.cursor()
        cursor.execute(f"SELECT * FROM ({definition.select}) ORDER BY ALL")
        names = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield fill(definition.message, dict(zip(names, row, strict=True)))
