"""What picks rows by their order is refused unless no two rows can be equal in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue import Catalogue, load
from qa_checks.catalogue.guard import check_orderings, read_names
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import TABLE, rule, run_on, visits, write_catalogue

PLACE = "i.urn, i.event_number, i.basis, i._source, i._row"
COMPLETE = {
    "key and place": f"SELECT lag(i.urn) OVER (ORDER BY {PLACE}) FROM inspections AS i",
    "without an alias": (
        "SELECT row_number() OVER (PARTITION BY urn ORDER BY event_number, basis, _source, _row) "
        "FROM inspections"
    ),
    "groups": (
        "SELECT lag(d.day) OVER (PARTITION BY d.urn ORDER BY d.day) FROM ("
        "SELECT i.urn, i.inspection_date AS day, count(*) AS n FROM inspections AS i "
        "GROUP BY i.urn, i.inspection_date) AS d"
    ),
    "a grouped SELECT of its own": (
        "SELECT i.urn, row_number() OVER (ORDER BY count(*) DESC, i.urn) FROM inspections AS i "
        "GROUP BY i.urn"
    ),
    "beside one row": (
        f"SELECT lag(i.urn) OVER (ORDER BY {PLACE}) FROM inspections AS i "
        "CROSS JOIN (SELECT max(urn) AS most FROM providers) AS m"
    ),
    "a code": (
        "SELECT row_number() OVER (ORDER BY a.code, a.valid_from) FROM codes.local_authorities AS a"
    ),
    "a table of WITH": (
        "WITH d AS (SELECT DISTINCT urn FROM providers) "
        "SELECT row_number() OVER (ORDER BY urn) FROM d"
    ),
    "equal rows are equal": "SELECT rank() OVER (ORDER BY inspection_date) FROM inspections",
    "a sum up to a value": "SELECT sum(places) OVER (ORDER BY urn) FROM providers",
    "an aggregate": "SELECT max(urn) OVER (PARTITION BY basis) FROM providers",
    "ordered words": "SELECT string_agg(urn, ', ' ORDER BY urn) FROM providers",
    "a group that is worked out": (
        "SELECT row_number() OVER (ORDER BY year(p.registration_date)) FROM providers AS p "
        "GROUP BY year(p.registration_date)"
    ),
    "all columns of a union": (
        "SELECT lag(u.urn) OVER (ORDER BY u.urn, u.basis) FROM "
        "(SELECT urn, basis FROM providers UNION SELECT urn, basis FROM inspections) AS u"
    ),
}
COMPLETE |= {
    "a column under another name": (
        "SELECT p.urn AS code, p.basis AS view, p._source, p._row FROM providers AS p "
        "ORDER BY code, view, p._source, p._row LIMIT 1"
    ),
    "the column itself beside a name like it": (
        "SELECT length(p.urn) AS urn FROM providers AS p "
        "ORDER BY p.urn, p.basis, p._source, p._row LIMIT 1"
    ),
    "a column before a name like it": (
        "SELECT length(urn) AS urn, lag(sector) OVER (ORDER BY urn, basis, _source, _row) AS s "
        "FROM providers"
    ),
    "a group by its name": (
        "SELECT year(p.registration_date) AS y FROM providers AS p GROUP BY y ORDER BY y LIMIT 1"
    ),
    "groups under other names": (
        "SELECT lag(d.a) OVER (ORDER BY d.a, d.b) FROM "
        "(SELECT urn, basis FROM inspections GROUP BY urn, basis) AS d(a, b)"
    ),
    "groups under the names of a table of WITH": (
        "WITH d(a, b) AS (SELECT urn, basis FROM inspections GROUP BY urn, basis) "
        "SELECT lag(d.a) OVER (ORDER BY d.a, d.b) FROM d"
    ),
}
LACKING = {
    "a name in the place of a column": (
        "SELECT length(urn) AS urn FROM providers ORDER BY urn, basis, _source, _row LIMIT 1",
        "add at its end: providers.urn",
    ),
    "a name in the place of a column, for DISTINCT ON": (
        "SELECT DISTINCT ON (sector) 1 AS _row FROM providers "
        "ORDER BY sector, urn, basis, _source, _row",
        "add at its end: providers._row",
    ),
    "a name of a group in the place of another": (
        "SELECT lag(d.urn) OVER (ORDER BY d.urn) FROM "
        "(SELECT max(basis) AS n, urn FROM inspections GROUP BY urn) AS d(urn, m)",
        "d.m",
    ),
    **{
        f"a name in the place of a column, {way}": (
            f"{begin}SELECT lag(v.sector) OVER (ORDER BY v.urn, v.basis, v._source, v._row) "
            f"FROM {source} AS v",
            "before lag() OVER (…), 'urn' of providers is needed, but the name is given to "
            "something else: give that another name",
        )
        for way, begin, source in [
            (
                "in a subquery",
                "",
                "(SELECT p.* EXCLUDE (urn), left(p.urn, 1) AS urn FROM providers AS p)",
            ),
            (
                "two subqueries deep",
                "",
                "(SELECT o.* FROM (SELECT p.* REPLACE (1 AS urn) FROM providers AS p) AS o)",
            ),
            ("by RENAME", "", "(SELECT p.* RENAME (sector AS urn) FROM providers AS p)"),
            (
                "by a table of WITH",
                "WITH d(urn, basis, _source, _row, sector) AS "
                "(SELECT sector, basis, _source, _row, urn FROM providers) ",
                "d",
            ),
            (
                "by the names of FROM",
                "",
                "(SELECT sector, basis, _source, _row, urn FROM providers) "
                "AS v(urn, basis, _source, _row, sector), (SELECT 1 AS one)",
            ),
        ]
    },
    "ties on a date": (
        "SELECT row_number() OVER (PARTITION BY i.urn ORDER BY i.inspection_date) "
        "FROM inspections AS i",
        "i.event_number, i.basis, i._source, i._row",
    ),
    "no order": ("SELECT row_number() OVER () FROM providers", "needs an ORDER BY"),
    "the place alone": (
        "SELECT lag(i.urn) OVER (ORDER BY i._source, i._row) FROM inspections AS i",
        "i.urn, i.event_number, i.basis",
    ),
    "the other table of a join": (
        f"SELECT lag(p.urn) OVER (ORDER BY {PLACE}) FROM inspections AS i "
        "JOIN previous.providers AS p ON p.urn = i.urn",
        "p.urn, p.basis, p._source, p._row",
    ),
    "a join by its names": (
        "SELECT first_value(i.urn) OVER (ORDER BY i.inspection_date) FROM inspections AS i",
        PLACE,
    ),
    "a subquery": (
        "SELECT * FROM providers WHERE urn IN "
        "(SELECT last_value(i.urn) OVER (ORDER BY i.inspection_date) FROM inspections AS i)",
        PLACE,
    ),
    "through a subquery": (
        "SELECT lag(v.urn) OVER (ORDER BY v.urn) FROM (SELECT t.* FROM providers AS t) AS v",
        "v.basis, v._source, v._row",
    ),
    "through a table of WITH": (
        "WITH v AS (SELECT * FROM providers) SELECT lag(urn) OVER (ORDER BY urn) FROM v",
        "v.basis, v._source, v._row",
    ),
    "a group left out": (
        "SELECT lag(d.urn) OVER (ORDER BY d.urn) FROM "
        "(SELECT urn, basis FROM inspections GROUP BY urn, basis) AS d",
        "d.basis",
    ),
    "rows before it": (
        "SELECT sum(p.places) OVER (ORDER BY p.urn ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) "
        "FROM providers AS p",
        "p.basis, p._source, p._row",
    ),
    "the first few": ("SELECT urn FROM providers ORDER BY urn LIMIT 1", "providers.basis"),
    "any few": ("SELECT urn FROM providers LIMIT 1", "LIMIT needs an ORDER BY"),
    "the first few of a union": (
        "SELECT urn, basis FROM providers UNION SELECT urn, basis FROM inspections "
        "ORDER BY urn LIMIT 1",
        "basis",
    ),
    "the first few of a union of whole rows": (
        "SELECT * FROM providers UNION SELECT * FROM previous.providers "
        "ORDER BY urn, basis, _source, _row LIMIT 1",
        "name them one by one, not by *",
    ),
    "a union of whole rows": (
        "SELECT lag(u.urn) OVER (ORDER BY u.urn) FROM "
        "(SELECT p.* FROM providers AS p UNION ALL SELECT o.* FROM previous.providers AS o) AS u",
        "name them one by one, not by *",
    ),
    "distinct whole rows": (
        "WITH d AS (SELECT DISTINCT * FROM providers) SELECT lag(urn) OVER (ORDER BY urn) FROM d",
        "name them one by one, not by *",
    ),
    "distinct on": (
        "SELECT DISTINCT ON (p.urn) p.urn, p.sector FROM providers AS p ORDER BY p.urn",
        "p.basis, p._source, p._row",
    ),
    "words as they come": ("SELECT string_agg(urn, ', ') FROM providers", "needs an ORDER BY"),
    "distinct words as they come": (
        "SELECT string_agg(DISTINCT urn, ', ') FROM providers",
        "needs an ORDER BY",
    ),
    "a function of the key": (
        "SELECT row_number() OVER (ORDER BY length(concat(p.urn, p.basis, p._source, p._row))) "
        "FROM providers AS p",
        "p.urn, p.basis, p._source, p._row",
    ),
    "a comparison with the key": (
        "SELECT p.urn FROM providers AS p ORDER BY p.urn = 'x', p.basis, p._source, p._row LIMIT 1",
        "p.urn",
    ),
    "words in an order that leaves ties": (
        "SELECT string_agg(p.sector, ', ' ORDER BY p.urn) FROM providers AS p GROUP BY p.basis",
        "p._source, p._row",
    ),
    "a list in an order that leaves ties": (
        "SELECT list(p.sector ORDER BY length(p.sector)) FROM providers AS p",
        "p.urn, p.basis, p._source, p._row",
    ),
    "several rows of each": (
        "SELECT row_number() OVER (ORDER BY v.urn, v.basis, v._source, v._row) "
        "FROM (SELECT p.*, unnest([1, 2]) AS n FROM providers AS p) AS v",
        "v.n",
    ),
    "a group by its number": (
        "SELECT p.sector, row_number() OVER (ORDER BY count(*)) FROM providers AS p GROUP BY 1",
        "p.sector",
    ),
    "in qualify": (
        "SELECT p.urn FROM providers AS p QUALIFY row_number() OVER (ORDER BY p.urn) = 1",
        "p.basis, p._source, p._row",
    ),
    "a code of several times": (
        "SELECT row_number() OVER (ORDER BY a.code) FROM codes.local_authorities AS a",
        "a.valid_from",
    ),
}


def fault_of(catalogue: Catalogue, sql: str) -> str:
    """What the guard says of the orderings of one SELECT."""
    [names] = read_names(parser(), [(sql, False)])
    assert names.fault == ""
    return check_orderings(names, known_tables(catalogue.tables, catalogue.codes).identities)


@pytest.mark.parametrize("sql", COMPLETE.values(), ids=COMPLETE)
def test_a_complete_ordering_passes(catalogue: Catalogue, sql: str) -> None:
    assert fault_of(catalogue, sql) == ""


@pytest.mark.parametrize(("sql", "missing"), LACKING.values(), ids=LACKING)
def test_an_ordering_with_ties_is_refused_and_what_it_lacks_is_listed(
    catalogue: Catalogue, sql: str, missing: str
) -> None:
    assert missing in fault_of(catalogue, sql)


def test_a_rule_is_refused_with_its_line_and_what_to_add(tmp_path: Path) -> None:
    query = "SELECT t.*, lag(t.day) OVER (ORDER BY t.day) AS before FROM visits AS t"
    write_catalogue(tmp_path, [rule(query=query)])
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path, parser())
    assert str(refused.value).endswith("add at its end: t.number, t._source, t._row.")
    assert "ABC001_fault_1.yml:" in str(refused.value.where)


def test_a_derived_column_is_refused_too(tmp_path: Path) -> None:
    column = {"title": "Last", "type": "date", "derived": "(SELECT v.day FROM visits AS v LIMIT 1)"}
    columns = {**TABLE["columns"], "last": column}
    write_catalogue(tmp_path, table={**TABLE, "columns": columns})
    with pytest.raises(CatalogueError, match="LIMIT needs an ORDER BY"):
        load(tmp_path, parser())


@pytest.mark.parametrize("kind", ["POSITIONAL", "ASOF"])
def test_a_join_by_place_is_refused(kind: str) -> None:
    on = "ON p.urn = i.urn AND p.registration_date >= i.inspection_date" if kind == "ASOF" else ""
    sql = f"SELECT p.urn FROM providers AS p {kind} JOIN inspections AS i {on}"
    [names] = read_names(parser(), [(sql, False)])
    assert names.fault == f"{kind} JOIN is not allowed: it depends on the order of rows"


@pytest.mark.parametrize("part", ["derived", "scope", "given", "require"])
def test_a_window_outside_a_query_is_refused(tmp_path: Path, part: str) -> None:
    sql = "row_number() OVER (ORDER BY day) < 2"
    column = {"title": "First", "type": "boolean", "derived": sql}
    columns = {**TABLE["columns"], **({"first_of_all": column} if part == "derived" else {})}
    changes = {
        "derived": {},
        "scope": {"scope": {"where": sql}},
        "given": {"given": {"that": sql, "else": "no"}},
        "require": {"require": sql},
    }
    write_catalogue(tmp_path, [rule(**changes[part])], table={**TABLE, "columns": columns})
    with pytest.raises(CatalogueError, match=r"function OVER \(…\) needs a SELECT of its own"):
        load(tmp_path, parser())


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("CAST(kind AS INTEGER)", "Conversion Error: Could not convert string (a value) to INT32"),
        ("10 // score", "Invalid Input Error: Division by zero in expression"),
        ("max(score)", "Binder Error: "),
        ("(SELECT v.score FROM base.visits AS v)", "Invalid Input Error: More than one row"),
    ],
)
def test_a_derived_column_that_errs_is_the_schemas_fault(
    tmp_path: Path, sql: str, reason: str
) -> None:
    columns = {**TABLE["columns"], "more": {"title": "More", "type": "integer", "derived": sql}}
    write_catalogue(tmp_path, table={**TABLE, "columns": columns})
    rows = [["1", "2022-05-10", "Full", "5"], ["2", "2022-05-10", "Short", "0"]]
    with pytest.raises(CatalogueError) as refused:
        run_on(tmp_path, visits(*rows))
    assert refused.value.what.startswith(f"The table 'visits' cannot be derived: {reason}")
    assert "Short" not in str(refused.value)
