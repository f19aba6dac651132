"""What queries read, and what is pointed out in them; nothing is in those that are well made."""

from __future__ import annotations

import datetime as dt

import pytest

from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.sources import QueryReading
from qa_checks.queries.query_reading import KnownKeys, read_query

FACTS = ReleaseFacts(
    "autumn-2021",
    "Autumn 2021",
    as_at=dt.date(2021, 8, 31),
    period_start=dt.date(2021, 4, 1),
    period_end=dt.date(2021, 8, 31),
    published_by=dt.date(2021, 9, 30),
)

TABLES = {"providers": [["urn"]], "inspections": [["urn"], ["event_number", "Event number"]]}


def read(text: str, dialect: str = "postgres", key: str = "urn") -> QueryReading:
    return read_query(text, dialect, FACTS, KnownKeys([[name] for name in key.split()], TABLES))


def names(reading: QueryReading) -> list[str]:
    return [doubt.name for doubt in reading.doubts]


CLEAN = {
    "plain": ("postgres", "SELECT urn, name FROM providers ORDER BY urn"),
    "latest by group": (
        "postgres",
        "WITH latest AS (SELECT urn, max(day) AS day FROM i WHERE day <= DATE '2021-08-31' "
        "GROUP BY urn) SELECT p.urn, l.day FROM p LEFT JOIN latest l ON l.urn = p.urn ORDER BY 1",
    ),
    "union": (
        "postgres",
        "SELECT urn FROM a WHERE day BETWEEN '2021-04-01' AND '2021-08-31' UNION ALL "
        "SELECT urn FROM b WHERE day >= '2021-04-01' AND day < '2021-09-01' ORDER BY urn",
    ),
    "distinct on": (
        "postgres",
        "SELECT DISTINCT ON (urn) urn, day FROM i WHERE day::date >= DATE '2021-04-01' AND "
        "day::date < '2021-08-31'::date + interval '1 day' ORDER BY urn, day DESC",
    ),
    "brackets and converted days": (
        "tsql",
        "SELECT [URN], CONVERT(date, [day]) FROM [dbo].[Insp] WHERE CAST([day] AS date) >= "
        "'20210401' AND [insp_date] <= CONVERT(date, '31/08/2021', 103) AND CAST([day] AS date) "
        "<= DATEFROMPARTS(2021, 8, 31) ORDER BY [URN]",
    ),
    "apply top 1": (
        "tsql",
        "SELECT t.urn, z.b FROM t OUTER APPLY (SELECT TOP 1 b FROM s WHERE s.urn = t.urn "
        "ORDER BY b DESC) z ORDER BY t.urn OFFSET 0 ROWS",
    ),
    "lateral limit 1": (
        "postgres",
        "SELECT p.urn FROM p JOIN LATERAL (SELECT day FROM i WHERE i.urn = p.urn "
        "ORDER BY day DESC LIMIT 1) z ON true ORDER BY p.urn",
    ),
    "first of each, filtered": (
        "sqlite",
        "SELECT urn FROM (SELECT urn, ROW_NUMBER() OVER (PARTITION BY urn ORDER BY day DESC) "
        "AS n FROM i WHERE date(day) <= '2021-08-31') x WHERE n = 1 ORDER BY urn",
    ),
    "first of each, joined": (
        "postgres",
        "WITH r AS (SELECT pid, g, ROW_NUMBER() OVER (PARTITION BY pid ORDER BY day) AS n FROM i) "
        "SELECT p.urn, r.g FROM p JOIN r ON r.pid = p.id AND r.n = 1 ORDER BY p.urn",
    ),
    "exists and in": (
        "postgres",
        "SELECT p.urn FROM p WHERE EXISTS (SELECT * FROM i JOIN j ON j.a = i.a WHERE i.urn = "
        "p.urn) AND p.urn IN (SELECT DISTINCT k.urn FROM k) ORDER BY p.urn",
    ),
    "open on the day": (
        "postgres",
        "SELECT urn FROM p WHERE (closed IS NULL OR closed > '2021-08-31') AND opened <= "
        "'2021-08-31' ORDER BY urn",
    ),
    "comma join on the key": (
        "postgres",
        "SELECT a.urn FROM a, b WHERE a.urn = b.urn ORDER BY a.urn",
    ),
    "using the key": ("postgres", "SELECT a.urn FROM a JOIN b USING (urn) ORDER BY a.urn"),
    "key under another name": (
        "postgres",
        'SELECT a.provider_id AS "URN" FROM a JOIN b ON b.provider_id = a.provider_id ORDER BY 1',
    ),
    "star of named columns": (
        "postgres",
        "SELECT * FROM (SELECT urn, name FROM p) x ORDER BY urn",
    ),
    "one row beside": (
        "postgres",
        "SELECT p.urn, s.t FROM p CROSS JOIN (SELECT count(*) AS t FROM p) s ORDER BY p.urn",
    ),
    "oracle days": (
        "oracle",
        "SELECT urn FROM i WHERE day >= TO_DATE('01/04/2021', 'DD/MM/YYYY') AND "
        "day < TO_DATE('01-09-2021', 'DD-MM-YYYY') ORDER BY urn",
    ),
    "mysql days": (
        "mysql",
        "SELECT `urn` FROM `i` WHERE DATE(`day`) BETWEEN '2021-04-01' AND '2021-08-31' ORDER BY 1",
    ),
    "not before, not after": (
        "postgres",
        "SELECT urn FROM p WHERE NOT (day < '2021-04-01') AND NOT day > '2021-08-31' ORDER BY urn",
    ),
    "to the last second": (
        "postgres",
        "SELECT urn FROM p WHERE day >= '2021-04-01 00:00:00' AND day <= '2021-08-31 23:59:59' "
        "AND published <= '2021-09-30' ORDER BY urn",
    ),
    "a day worked out": (
        "tsql",
        "SELECT urn FROM p WHERE day < DATEADD(day, 1, '20210831') AND day >= "
        "'2021-04-01T00:00:00' ORDER BY urn",
    ),
    "a month by its name": (
        "oracle",
        "SELECT urn FROM i WHERE TRUNC(day) >= TO_DATE('01-APR-2021', 'DD-MON-YYYY') AND "
        "day <= '31 August 2021' ORDER BY urn",
    ),
    "a day with a zone": (
        "postgres",
        "SELECT urn FROM i WHERE day >= '2021-04-01'::timestamptz AT TIME ZONE 'Europe/London' "
        "AND day < make_date(2021, 9, 1) ORDER BY urn",
    ),
    "all of it": ("tsql", "SELECT TOP 100 PERCENT urn FROM p ORDER BY urn"),
    "the latest of each, by its day": (
        "postgres",
        "SELECT i.urn FROM i WHERE i.day = (SELECT max(j.day) FROM i j WHERE j.urn = i.urn) "
        "ORDER BY i.urn",
    ),
    "digits that are no day": (
        "sqlite",
        "SELECT urn FROM t WHERE event_number = '20100101' ORDER BY urn",
    ),
    "a day that is no filter": (
        "tsql",
        "SELECT urn, sum(CASE WHEN day > '2020-01-01' THEN 1 ELSE 0 END) FROM i GROUP BY urn "
        "HAVING count(*) > 1 ORDER BY urn",
    ),
    "one number": ("postgres", "SELECT count(*) FROM providers"),
    "lateral fetch first": (
        "oracle",
        "SELECT p.urn, z.day FROM providers p CROSS JOIN LATERAL (SELECT day FROM i WHERE "
        "i.urn = p.urn ORDER BY day DESC FETCH FIRST ROW ONLY) z ORDER BY p.urn",
    ),
    "all of them": ("oracle", "SELECT urn FROM p ORDER BY urn FETCH FIRST 100 PERCENT ROWS ONLY"),
    "a day after others": (
        "sqlite",
        "SELECT urn FROM i WHERE day >= '2021-04-01' AND day < date('2021-08-31', '+\t1 day') "
        "ORDER BY urn",
    ),
}


@pytest.mark.parametrize(("dialect", "text"), CLEAN.values(), ids=CLEAN)
def test_nothing_is_pointed_out_in_a_query_that_is_well_made(dialect: str, text: str) -> None:
    reading = read(text, dialect)

    assert (reading.fault, reading.doubts) == ("", ())


DOUBTFUL = {
    "all columns": ("postgres", "SELECT * FROM p ORDER BY urn", ["star"]),
    "all columns of a CTE": (
        "postgres", "WITH x AS (SELECT p.* FROM p) SELECT urn FROM x ORDER BY 1", ["star"],
    ),
    "no order": ("postgres", "SELECT urn FROM p", ["no-order"]),
    "order inside only": (
        "postgres", "SELECT urn FROM (SELECT urn FROM p ORDER BY urn) x", ["no-order"],
    ),
    "union without order": (
        "postgres", "SELECT urn FROM a UNION SELECT urn FROM b", ["no-order"],
    ),
    "by chance": ("postgres", "SELECT urn FROM p ORDER BY random()", ["no-order"]),
    "limit": ("sqlite", "SELECT urn FROM p ORDER BY urn LIMIT 5", ["limit"]),
    "fetch": (
        "postgres", "SELECT urn FROM p ORDER BY urn FETCH FIRST 5 ROWS ONLY", ["limit"],
    ),
    "fetch a part": (
        "oracle", "SELECT urn FROM p ORDER BY urn FETCH FIRST 10 PERCENT ROWS ONLY", ["limit"],
    ),
    "offset": ("postgres", "SELECT urn FROM p ORDER BY urn OFFSET 5", ["limit"]),
    "rownum": ("oracle", "SELECT urn FROM p WHERE ROWNUM <= 10 ORDER BY urn", ["limit"]),
    "sample": ("postgres", "SELECT urn FROM p TABLESAMPLE SYSTEM (10) ORDER BY urn", ["limit"]),
    "distinct": ("postgres", "SELECT DISTINCT urn FROM p ORDER BY urn", ["distinct"]),
    "distinct on, unordered": (
        "postgres", "SELECT DISTINCT ON (urn) urn FROM p ORDER BY urn", ["distinct"],
    ),
    "unfinished": ("tsql", "SELECT urn FROM p WITH (NOLOCK) ORDER BY urn", ["unfinished"]),
    "window": (
        "tsql",
        "SELECT urn FROM (SELECT urn, ROW_NUMBER() OVER (PARTITION BY urn ORDER BY (SELECT NULL))"
        " AS n FROM p) x WHERE n = 1 ORDER BY urn",
        ["window"],
    ),
    "join by another column": (
        "postgres", "SELECT p.urn FROM p JOIN i ON i.pid = p.id ORDER BY 1", ["join"],
    ),
    "left join with a date": (
        "postgres",
        "SELECT p.urn FROM p LEFT JOIN i ON i.pid = p.id AND i.day <= '2021-08-31' ORDER BY 1",
        ["join"],
    ),
    "cross join": ("postgres", "SELECT a.urn FROM a CROSS JOIN b ORDER BY a.urn", ["join"]),
    "comma join": ("postgres", "SELECT a.urn FROM a, b ORDER BY a.urn", ["join"]),
    "join by less or more": (
        "postgres", "SELECT a.urn FROM a JOIN b ON b.urn >= a.urn ORDER BY 1", ["join"],
    ),
    "join of a finer group": (
        "postgres",
        "SELECT a.id FROM a JOIN (SELECT id, g FROM b GROUP BY id, g) z ON z.id = a.id ORDER BY 1",
        ["join"],
    ),
    "one of two columns": (
        "postgres",
        "SELECT p.urn FROM p JOIN i ON i.urn = p.urn OR i.old_urn = p.urn ORDER BY 1",
        ["join"],
    ),
    "elements of a list": (
        "postgres", "SELECT p.urn FROM p CROSS JOIN unnest(p.tags) AS x ORDER BY 1", ["join"],
    ),
    "apply": (
        "tsql",
        "SELECT a.urn FROM a CROSS APPLY (SELECT g FROM b WHERE b.urn = a.urn) z ORDER BY 1",
        ["join"],
    ),
    "join with all that are level": (
        "tsql",
        "SELECT a.id FROM a JOIN (SELECT TOP (1) WITH TIES id FROM b ORDER BY day) z "
        "ON z.id = a.id ORDER BY 1",
        ["limit", "join"],
    ),
    "join of a part": (
        "tsql",
        "SELECT a.id FROM a JOIN (SELECT TOP 1 PERCENT id FROM b ORDER BY day) z "
        "ON z.id = a.id ORDER BY 1",
        ["limit", "join"],
    ),
    "join of a group by no column": (
        "postgres",
        "SELECT a.id FROM a JOIN (SELECT id FROM b GROUP BY 1.5) z ON z.id = a.id ORDER BY 1",
        ["join"],
    ),
    "last year": (
        "postgres",
        "SELECT urn FROM i WHERE day BETWEEN '2020-04-01' AND '2021-03-31' ORDER BY urn",
        ["date-filter"],
    ),
    "one day too many": (
        "postgres",
        "SELECT urn FROM i WHERE day >= '2021-04-01' AND day <= '2021-09-01' ORDER BY urn",
        ["date-filter"],
    ),
    "one day too few": (
        "postgres",
        "SELECT urn FROM i WHERE day >= '2021-04-01' AND day < '2021-08-31' ORDER BY urn",
        ["date-filter"],
    ),
    "columns of two tables": (
        "postgres",
        "SELECT i.urn FROM i JOIN j USING (urn) WHERE i.day >= '2021-04-01' AND "
        "j.day <= '2021-08-31' ORDER BY 1",
        ["date-filter"],
    ),
    "no end": ("sqlite", "SELECT urn FROM i WHERE day >= '2021-04-01' ORDER BY 1", ["date-filter"]),
    "a number for a day": (
        "tsql",
        "SELECT urn FROM i WHERE insp_date >= 20200401 AND insp_date <= 20210331 ORDER BY 1",
        ["date-filter"],
    ),
    "year": ("tsql", "SELECT urn FROM i WHERE YEAR(day) = 2021 ORDER BY 1", ["date-filter"]),
    "extracted": (
        "postgres", "SELECT urn FROM i WHERE EXTRACT(year FROM day) = 2021 ORDER BY 1",
        ["date-filter"],
    ),
    "strftime": (
        "sqlite", "SELECT urn FROM i WHERE strftime('%Y', day) = '2021' ORDER BY 1",
        ["date-filter"],
    ),
    "to_char": (
        "postgres", "SELECT urn FROM i WHERE to_char(day, 'YYYY') = '2021' ORDER BY 1",
        ["date-filter"],
    ),
    "truncated": (
        "postgres", "SELECT urn FROM i WHERE date_trunc('year', day) = '2021-01-01' ORDER BY 1",
        ["date-filter"],
    ),
    "not between": (
        "postgres",
        "SELECT urn FROM i WHERE day NOT BETWEEN '2021-05-01' AND '2021-05-31' ORDER BY 1",
        ["date-filter"],
    ),
    "in a subquery": (
        "postgres",
        "SELECT urn FROM p WHERE urn IN (SELECT urn FROM i WHERE day > '2019-12-31') ORDER BY 1",
        ["date-filter"],
    ),
    "or": (
        "postgres",
        "SELECT urn FROM i WHERE day = '2021-08-31' OR day = '2020-08-31' ORDER BY 1",
        ["date-filter"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "text", "expected"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_pointed_out_and_nothing_else(
    dialect: str, text: str, expected: list[str]
) -> None:
    reading = read(text, dialect)

    assert (reading.fault, names(reading)) == ("", expected)


@pytest.mark.parametrize(
    ("dialect", "condition", "why"),
    [
        ("tsql", "day >= DATEADD(month, -6, GETDATE())", "depends on the day of the run"),
        ("postgres", "day <= current_date", "depends on the day of the run"),
        ("postgres", "extract(month FROM day) = 8", "compares a part of the date"),
        ("postgres", "day <= '04/05/2021'", "whether day or month stands first"),
        ("postgres", "day + interval '30 days' < '2021-08-31'", "worked out from the column"),
        ("tsql", "insp_date >= @start", "its value does not stand in the query"),
        ("sqlite", "day LIKE '2021-%'", "the condition cannot be followed"),
        ("postgres", "(day, urn) > ('2021-04-01', 1)", "the condition cannot be followed"),
        ("postgres", "day <@ daterange('2021-04-01', '2021-09-01')", "cannot be followed"),
        ("postgres", "CASE WHEN day < '2020-01-01' THEN true END", "cannot be followed"),
    ],
)
def test_a_filter_that_cannot_be_followed_is_said_and_not_passed(
    dialect: str, condition: str, why: str
) -> None:
    [doubt] = read(f"SELECT urn FROM i WHERE {condition} ORDER BY urn", dialect).doubts

    assert doubt.name == "date-filter"
    assert why in doubt.sentence


@pytest.mark.parametrize(
    ("dialect", "condition", "days"),
    [
        ("postgres", "day = '9999-12-31'", "of 31/12/9999"),
        ("postgres", "day > '9999-12-31'", "from 31/12/9999 on"),
        ("postgres", "day < '0001-01-01'", "up to 01/01/0001"),
        ("tsql", "YEAR(day) = 9999", "from 01/01/9999 to 31/12/9999"),
        ("postgres", "date_trunc('year', day) > '9999-01-01'", "from 31/12/9999 on"),
    ],
)
def test_a_day_that_stands_for_no_end_is_a_day(dialect: str, condition: str, days: str) -> None:
    [doubt] = read(f"SELECT urn FROM i WHERE {condition} ORDER BY urn", dialect).doubts

    assert doubt.sentence.startswith(f"It keeps rows by day {days}. The release has the period ")


@pytest.mark.parametrize(
    ("dialect", "condition"),
    [
        ("tsql", "day < DATEADD(day, 1, '9999-12-31')"),
        ("sqlite", "day < date('2021-08-31', '+99999999999 day')"),
        ("postgres", "day < DATE '2021-08-31' + 9999999 "),
    ],
)
def test_a_day_beyond_the_calendar_is_not_worked_out(dialect: str, condition: str) -> None:
    [doubt] = read(f"SELECT urn FROM i WHERE {condition} ORDER BY urn", dialect).doubts

    assert doubt.sentence.endswith(": the condition cannot be followed.")


@pytest.mark.parametrize("condition", ["YEAR(day) = 0000", "day = make_date(99999999999, 1, 1)"])
def test_a_year_that_is_none_is_no_day(condition: str) -> None:
    assert read(f"SELECT urn FROM i WHERE {condition} ORDER BY urn", "mysql").fault == ""


def test_a_doubt_says_what_it_is_of_and_what_the_release_is() -> None:
    [join, dates] = read(
        "SELECT p.urn FROM p JOIN insp i ON i.pid = p.id WHERE i.day >= '2020-04-01' ORDER BY 1"
    ).doubts

    assert join.part == "JOIN insp AS i ON i.pid = p.id"
    assert join.sentence == (
        "It joins insp by pid: if that has several rows of one pid, each row comes several times."
    )
    assert dates.part == "i.day >= '2020-04-01'"
    assert dates.sentence == (
        "It keeps rows by i.day from 01/04/2020 on. The release has the period 01/04/2021 to "
        "31/08/2021, is as at 31/08/2021 and counts what was published by 30/09/2021."
    )


def test_a_join_by_a_part_of_the_key_can_multiply_rows_and_one_by_all_of_it_cannot() -> None:
    by = "SELECT a.urn FROM a JOIN b ON b.urn = a.urn{} ORDER BY 1"

    assert names(read(by.format(""), key="urn event")) == ["join"]
    assert names(read(by.format(" AND b.event = a.event"), key="urn event")) == []


INSPECTIONS = "SELECT i.urn, i.event_number, p.sector FROM {} ORDER BY 1, 2"


@pytest.mark.parametrize(
    ("joined", "key", "expected"),
    [
        ("inspections i JOIN providers p ON p.urn = i.urn", "urn event_number", []),
        ("dbo.Inspection i JOIN dbo.Provider p ON p.URN = i.URN", "urn event_number", []),
        ("providers p JOIN inspections i ON i.urn = p.urn", "urn event_number", []),
        ("providers p JOIN inspections i ON i.urn = p.urn", "urn", ["join"]),
        ("providers p LEFT JOIN inspections i ON p.urn = i.urn", "urn", ["join"]),
        ("inspections i JOIN providers p ON p.sector = i.sector", "urn event_number", ["join"]),
        (
            "inspections i JOIN inspections p ON p.urn = i.urn AND p.EventNumber = i.EventNumber",
            "urn event_number",
            [],
        ),
    ],
)
def test_a_table_of_the_catalogue_is_joined_by_its_own_key(
    joined: str, key: str, expected: list[str]
) -> None:
    assert names(read(INSPECTIONS.format(joined), key=key)) == expected


def test_it_is_said_which_tables_and_columns_are_read() -> None:
    reading = read(
        "WITH last AS (SELECT urn, max(day) AS day FROM dbo.insp GROUP BY urn) "
        "SELECT p.urn, p.[name], day, notes FROM [care].[prov] p JOIN last ON last.urn = p.urn "
        "JOIN s ON s.urn = p.urn WHERE s.kind IN ('a', 'b') ORDER BY p.urn",
        "tsql",
    )

    assert [(table.name, table.columns) for table in reading.tables] == [
        ("care.prov", ("name", "urn")),
        ("dbo.insp", ("day", "urn")),
        ("s", ("kind", "urn")),
        ("", ("notes",)),  # of care.prov or of s
    ]
    assert reading.conditions == ("last.urn = p.urn", "s.urn = p.urn", "s.kind IN ('a', 'b')")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "it is empty"),
        ("-- nothing yet", "it is empty"),
        ("SELECT urn FROM p WHERE ((", "it does not parse: something is missing"),
        ("SELECT 1; SELECT 2", "it has 2 statements, and not one"),
        ("VALUES (1)", "it is not a SELECT"),
        ("WITH x AS (SELECT 1) DELETE FROM p", "it is not a SELECT"),
        ("VACUUM", "it is not a SELECT"),
        ("SELECT " + "(" * 5_000 + "1" + ")" * 5_000, "it is nested too deeply"),
        ("SELECT '" + "x" * 100_000 + "'", "it has more than 100,000 characters"),
    ],
)
def test_what_cannot_be_read_says_so(text: str, fault: str) -> None:
    reading = read(text)

    assert reading.fault.startswith(fault)
    assert reading.tables == reading.doubts == ()
