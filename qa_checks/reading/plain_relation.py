"""Whether DuckDB may read the rows of a sheet in its file each time: their types, nothing odd."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from qa_checks.reading.contents import Relation
from qa_checks.reading.intake import Intake
from qa_checks.reading.later_headers import Header
from qa_checks.reading.repeated_headers import find_names, like_a_title, names_value
from qa_checks.reading.total_rows import names_total_among
from qa_checks.reading.totals_among import (
    has_few_cells,
    has_little_but_numbers,
    holds_total,
    names_total,
)
from qa_checks.reading.typing_sql import is_odd
from qa_checks.reading.wide import Wide, WideColumn
from qa_checks.sql_text import sql_literal, sql_literals, sql_name

WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UTINYINT", "USMALLINT", "UINTEGER")
MOST_TEXTS = 100_000  # different ones of a column that are kept
VARIOUS = 0.65


def columns_of(relation: Relation, wide: Wide) -> dict[str, tuple[str, str]]:
    """Name and type that each column of a sheet has in a relation."""
    return {item.name: relation.columns[item.position - 1] for item in wide.columns}


def is_plain(intake: Intake, relation: Relation, wide: Wide, header: Header) -> bool:
    """Whether a relation can be read in place: it has the schema's types, and nothing is odd.

    Texts are judged once for each distinct one; a blank row, blanks around a text, a word for a
    missing value, another spelling of a code need a look at every row.
    """
    here = columns_of(relation, wide)
    if wide.match.layout.shorthand:
        return False
    if not relation.row or not all(_has_type(item, here[item.name][1]) for item in wide.columns):
        return False
    names = {item.name: sql_name(here[item.name][0]) for item in wide.columns}
    numbers = [item for item in wide.columns if not item.column.is_text]
    title = like_a_title(header, wide, names)

    def may_be_no_data(columns: Sequence[WideColumn]) -> bool:
        blank = " AND ".join(f"{names[item.name]} IS NULL" for item in columns)
        sql = f"SELECT EXISTS (FROM {relation.sql} WHERE {blank} OR {title})"
        return bool(intake.connection.execute(sql).fetchall()[0][0])

    # Texts take long to read: they are looked at only if a row holds nothing else.
    if may_be_no_data(numbers or wide.columns) and may_be_no_data(wide.columns):
        return False
    various = _find_various(intake, relation, wide, names)
    are_plain = all(
        _is_plain_value(intake, relation, item, names[item.name])
        if item.name in various
        else _is_plain_column(intake, relation, wide, item, header)
        for item in wide.columns
    )
    return are_plain and not _may_hold_total(intake, relation, wide, names)


def _may_hold_total(
    intake: Intake, relation: Relation, wide: Wide, names: Mapping[str, str]
) -> bool:
    """Whether a row may be a total; all are asked only where texts name one or have blanks."""
    if wide.all_data:
        return False
    kept = [
        f"SELECT {sql_literal(name)}, v FROM {table} WHERE v IS NULL OR {names_total('v')}"
        for name, table in wide.texts.items()
    ]
    various = [
        f"SELECT '', {names[item.name]} FROM {relation.sql} WHERE {names_total(names[item.name])}"
        for item in wide.columns
        if item.column.is_text and item.name not in wide.texts
    ]
    ask = intake.connection.execute
    told = ask(" UNION ".join([*kept, *various])).fetchall() if kept or various else []
    whole = wide.texts.keys() - {name for name, text in told if text is None}
    conditions = []
    if any(text and names_total_among(text) for _, text in told):
        conditions.append(f"{has_few_cells(wide, names)} AND ({holds_total(wide, names)})")
    if len(whole) < 2:
        conditions.append(has_little_but_numbers(wide, names))
    return any(
        ask(f"SELECT EXISTS (FROM {relation.sql} WHERE {condition})").fetchall()[0][0]
        for condition in conditions
    )


def _find_various(
    intake: Intake, relation: Relation, wide: Wide, names: Mapping[str, str]
) -> Collection[str]:
    """Columns of so many different texts that holding each of them would take much memory.

    The first rows tell: of as many as there may be texts, about two thirds are different then.
    """
    probes = {item.name for item in wide.probes}
    texts = [item.name for item in wide.columns if item.column.is_text and item.name not in probes]
    if not texts:
        return ()
    counts = ", ".join(f"approx_count_distinct({names[name]})" for name in texts)
    sql = f"SELECT {counts} FROM {relation.sql} WHERE {relation.row} <= {MOST_TEXTS}"
    [told] = intake.connection.execute(sql).fetchall()
    most = VARIOUS * MOST_TEXTS
    return {name for name, number in zip(texts, told, strict=True) if number > most}


def _is_plain_value(intake: Intake, relation: Relation, item: WideColumn, name: str) -> bool:
    """Whether no text of a column is odd, each looked at as it is read."""
    odd = f"FROM {relation.sql} WHERE {name} IS NOT NULL AND ({_is_odd(intake, item, name)})"
    return not intake.connection.execute(f"SELECT EXISTS ({odd})").fetchall()[0][0]


def _is_plain_column(
    intake: Intake, relation: Relation, wide: Wide, item: WideColumn, header: Header
) -> bool:
    """Whether nothing in a column is odd, and what tells a header names no column."""
    is_probe = item in wide.probes
    name = sql_name(columns_of(relation, wide)[item.name][0])
    ask = intake.connection.execute
    if item.column.type == "number":
        endless = f"SELECT EXISTS (FROM {relation.sql} WHERE NOT isfinite({name}))"
        if ask(endless).fetchall()[0][0]:
            return False
    if not item.column.is_text:
        return not (is_probe and names_value(header, item))
    texts = f"texts_{wide.source}_{item.name}"
    [(number,)] = ask(
        f"CREATE OR REPLACE TABLE {texts} AS SELECT DISTINCT {name} AS v FROM {relation.sql}"
    ).fetchall()
    odd = f"SELECT EXISTS (FROM {texts} WHERE v IS NOT NULL AND ({_is_odd(intake, item, 'v')}))"
    has_odd = ask(odd).fetchall()[0][0] or (
        is_probe and find_names(intake.connection, header, f"SELECT v FROM {texts}")
    )
    if has_odd or number > MOST_TEXTS:
        ask(f"DROP TABLE {texts}")
    else:
        wide.texts[item.name] = texts  # a rule will ask for them too
    return not has_odd


def _is_odd(intake: Intake, item: WideColumn, text: str) -> str:
    """SQL that is true of a text which is not simply the value it stands for."""
    if not item.is_code:
        return is_odd(item.column, text, intake.missing, intake.judges("extract_cells"))
    codes = intake.schemas.codes[item.column.in_ or ""].codes
    plain = [code for code in codes if code == code.strip()]  # blanks around it are told
    return f"{text} NOT IN ({sql_literals(plain)})" if plain else "TRUE"


def _has_type(item: WideColumn, physical: str) -> bool:
    return physical in WHOLE if item.column.type == "integer" else physical == item.column.sql_type
