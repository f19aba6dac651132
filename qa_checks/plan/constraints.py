"""The constraints a schema puts on single columns and keys, as checks with their words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.limits import schema_limits
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.model.checks import Check, Severity
from qa_checks.model.logic import FaultyCells, Logic, Predicate, Selection, occurs_once
from qa_checks.placeholders import fill
from qa_checks.plan.lacks import find_lacking, titles_without_reason
from qa_checks.plan.planned import Given, PlannedCheck, beyond_limit
from qa_checks.plan.reasons import no_column
from qa_checks.plan.unreadable import holds_unreadable
from qa_checks.sql_text import sql_literal, sql_literals
from qa_checks.words import list_words

NAMES_AND_TITLES = {
    "type": ("unreadable-value", "{title} can be read as {kind}"),
    "nullable": ("missing-value", "{title} is given"),
    "in": ("unknown-code", "{title} is one of the codes in its list"),
    "spelling": (
        "odd-spelling",
        "{title} is written as in the code list, or as in the rest of the file",
    ),
    "str_matches": ("malformed-value", "{title} has the required form"),
    "ge": ("value-too-small", "{title} is at least {limit}"),
    "le": ("value-too-large", "{title} is at most {limit}"),
    "unique": ("repeated-value", "{title} occurs once"),
    "key": ("repeated-key", "No two rows have the same {title}"),
}
WHY = {
    "in": "A value that is not in the code list is counted in no table.",
    "spelling": "A program that counts or joins by this text takes two spellings for two values.",
    "str_matches": "An identifier or number of the wrong form joins to nothing.",
}
REQUIRED = "Other checks rely on this column; the schema of {table} requires it."
DUPLICATE_ROW = "STR010"
KINDS = {
    "date": "a date",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
}
MESSAGES = {
    "type": "{header}: '{written}' cannot be read as {kind}.",
    "nullable": "{title} is missing.",
    "in": "{header}: '{written}' is not one of the codes for {title}.",
    "spelling": "{header}: '{written}' is read as '{read_as}', the usual spelling.",
    "str_matches": "{title} '{value}' does not have the required form.",
    "ge": "{title} is {value}, less than {limit}.",
    "le": "{title} is {value}, more than {limit}.",
    "unique": "{title} '{value}' is used in several rows.",
}
# The fault the reader records in a cell that the check of this kind reports.
CELL_FAULTS = {"type": "unreadable", "in": "unknown_code", "spelling": "spelling"}


def schema_checks(table: Table, given: Given, catalogue: Catalogue) -> Iterator[PlannedCheck]:
    """Every constraint of a table's schema on the columns that some file provides."""
    for name, column in table.columns.items():
        if not column.is_checked:
            continue
        lacking = find_lacking([(table.table, name)], catalogue, given.absent)
        lacks = titles_without_reason(lacking)
        if (table.table, name) in given.columns:
            for planned in _column_checks(table, name, given, catalogue):
                yield replace(planned, lacks=lacks)
        elif not column.nullable:
            yield replace(
                _not_null(table, name, given),
                skip=no_column(column.title, lacking, given.strict),
                required=given.strict and bool(lacks),
                lacks=lacks,
            )
    if table.unique_key:
        yield _key_check(table)


def every_schema_check(catalogue: Catalogue) -> dict[str, PlannedCheck]:
    """Every check of the schemas by its id, as if files gave all columns."""
    tables = catalogue.tables.values()
    columns = frozenset((table.table, name) for table in tables for name in table.columns)
    given = Given(frozenset(catalogue.tables), columns, {}, strict=False)
    return {
        planned.check.id: planned
        for table in tables
        for planned in schema_checks(table, given, catalogue)
    }


def _column_checks(
    table: Table, name: str, given: Given, catalogue: Catalogue
) -> Iterator[PlannedCheck]:
    column = table.columns[name]
    if not column.is_text:
        yield _cell_check(table, name, "type")
    if not column.nullable:
        yield _not_null(table, name, given)
    yield from _code_checks(table, name, column, catalogue)
    yield from _value_checks(table, name, given)


def _code_checks(
    table: Table, name: str, column: Column, catalogue: Catalogue
) -> Iterator[PlannedCheck]:
    if column.in_ is None:
        return
    if column.fold:
        yield _cell_check(table, name, "in")
        yield _cell_check(table, name, "spelling")
    else:
        yield _exact_codes(table, name, catalogue.codes[column.in_])


def _value_checks(table: Table, name: str, given: Given) -> Iterator[PlannedCheck]:
    column = table.columns[name]
    for word, limit in schema_limits(table, name):
        logic = Predicate(table.table, limit.condition, known=(name,))
        beyond = beyond_limit(limit.check, name, logic, given)
        yield _constraint(table, name, word, beyond, getattr(column, word))
    if column.str_matches is not None:
        condition = f'regexp_full_match("{name}", {sql_literal(column.str_matches)})'
        logic = Predicate(table.table, condition, column=name, known=(name,))
        yield _constraint(table, name, "str_matches", logic)
    if column.unique:
        repeated = _constraint(table, name, "unique", occurs_once(table.table, [name]))
        yield replace(repeated, yields_to=_told_by(table))


def _constraint(
    table: Table, name: str, kind: str, logic: Logic, limit: object = None
) -> PlannedCheck:
    column = table.columns[name]
    fault, title = NAMES_AND_TITLES[kind]
    words = {
        "title": column.title,
        "kind": KINDS.get(column.type, "text"),
        "limit": limit,
        "value": f"{{{name}}}",
    }
    check = Check(
        id=f"{table.table}.{name}.{kind}",
        name=fault,
        title=fill(title, words),
        table=table.table,
        severity=Severity.WARNING if kind == "spelling" else Severity(column.severity),
        theme="schema",
        why=column.why or fill(WHY.get(kind, REQUIRED), {"table": table.title.lower()}),
        remedy=column.remedy or "Correct the value at its source, then extract again.",
        source=tuple(table.source) or (f"schemas/tables/{table.table}.yml",),
    )
    return PlannedCheck(check, logic, message=fill(MESSAGES[kind], words), points_at=(name,))


def _cell_check(table: Table, name: str, kind: str) -> PlannedCheck:
    fault = CELL_FAULTS[kind]
    sql = (
        f"SELECT c.* FROM extract_cells AS c WHERE c.table_name = '{table.table}' "
        f"AND c.column_name = '{name}' AND c.fault = '{fault}'"
    )
    logic = Selection(table.table, sql, cells=FaultyCells(name, fault))
    return _constraint(table, name, kind, logic)


def _not_null(table: Table, name: str, given: Given) -> PlannedCheck:
    """A cell that holds something unreadable is not missing: it is another check's finding."""
    condition = f'"{name}" IS NOT NULL'
    if unreadable := holds_unreadable(table.table, name, given):
        condition += f" OR {unreadable}"
    return _constraint(table, name, "nullable", Predicate(table.table, condition, known=()))


def _exact_codes(table: Table, name: str, codes: CodeList) -> PlannedCheck:
    column = table.columns[name]
    condition = f'"{name}" IN ({sql_literals(codes.values(column.type))})'
    logic = Predicate(table.table, condition, column=name, known=(name,))
    return replace(
        _constraint(table, name, "in", logic),
        message=f"{{{name}}} is not one of the codes for {column.title}.",
    )


def _lower(title: str) -> str:
    """A title within a sentence: URN and its like keep their capitals."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _key_check(table: Table) -> PlannedCheck:
    titles = list_words([_lower(table.columns[name].title) for name in table.key])
    check = Check(
        id=f"{table.table}.key",
        name=NAMES_AND_TITLES["key"][0],
        title=fill(NAMES_AND_TITLES["key"][1], {"title": titles}),
        table=table.table,
        severity=Severity.ERROR,
        theme="schema",
        why=f"Each of the {table.rows_are} is counted once; a second row counts it twice.",
        remedy="Find out which row is right and remove the other at its source.",
        source=tuple(table.source) or (f"schemas/tables/{table.table}.yml",),
    )
    shown = " / ".join(f"{{{name}}}" for name in table.key)
    return PlannedCheck(
        check,
        occurs_once(table.table, table.key, _may_not_repeat(table)),
        message=f"{shown} is in several rows.",
        points_at=(table.key[0],),
        yields_to=(DUPLICATE_ROW,),
    )


def _told_by(table: Table) -> tuple[str, ...]:
    """What tells of a row that stands there twice, before any of its columns does."""
    return (DUPLICATE_ROW, f"{table.table}.key") if table.unique_key else (DUPLICATE_ROW,)


def _may_not_repeat(table: Table) -> str:
    """Condition on the rows of views that hold each key once."""
    views = table.views
    if views is None or not views.repeated:
        return ""
    return f't."{views.column}" NOT IN ({sql_literals(views.repeated)})'
