"""Schemas and rules become the checks of one run; nothing is executed here."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.ruleset import PREVIOUS, scope_sql, sql_literal
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.model import Check, Severity
from qa_checks.words import list_words

WORDS_OF_FORM = {
    "type": ("unreadable-value", "{title} can be read as {kind}"),
    "nullable": ("missing-value", "{title} is given"),
    "in": ("unknown-code", "{title} is one of the code list"),
    "spelling": (
        "odd-spelling",
        "{title} is written as the code list or the rest of the file does",
    ),
    "str_matches": ("malformed-value", "{title} has the form it must have"),
    "ge": ("value-too-small", "{title} is at least {limit}"),
    "le": ("value-too-large", "{title} is at most {limit}"),
    "unique": ("repeated-value", "{title} occurs once"),
    "key": ("repeated-key", "{title} occur once"),
}
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
    "spelling": "{header}: '{written}' is read as '{read_as}', the way it is written elsewhere.",
    "str_matches": "{title} '{{{name}}}' does not have the form it must have.",
    "ge": "{title} is {{{name}}}, less than {limit}.",
    "le": "{title} is {{{name}}}, more than {limit}.",
    "unique": "{title} '{{{name}}}' stands in several rows.",
}
CELL_FAULTS = {
    "type": ("unreadable",),
    "in": ("unknown_code",),
    "spelling": ("spelling",),
}


@dataclass(frozen=True)
class PlannedCheck:
    """One check ready for an engine.

    ``form`` is row (``sql`` must be true of each row in ``scope``), cells
    (``faults`` of one column in ``extract_cells``), unique (``columns`` occur
    once), query (``sql`` selects the violating rows) or figure. ``one_column``
    names the only column a row predicate depends on. ``skip`` is the reason
    not to run it; ``required`` whether that makes the run incomplete.
    """

    check: Check
    form: str
    sql: str = ""
    scope: str = ""
    columns: tuple[str, ...] = ()
    points_at: tuple[str, ...] = ()
    message: str = ""
    faults: tuple[str, ...] = ()
    one_column: str | None = None
    facts: frozenset[str] = frozenset()
    rule: BoundRule | None = None
    skip: str = ""
    required: bool = False


@dataclass(frozen=True)
class Selection:
    """Which checks to run; empty means all."""

    rules: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    severity: str | None = None

    def takes(self, check: Check) -> bool:
        """Whether a check is selected."""
        if self.severity and check.severity != self.severity:
            return False
        if self.themes and check.theme not in self.themes:
            return False
        return not self.rules or any(fnmatch.fnmatchcase(check.id, one) for one in self.rules)


@dataclass(frozen=True)
class Given:
    """What a run has been given: tables, columns and facts."""

    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: Mapping[str, object]
    strict: bool
    faulty_columns: frozenset[tuple[str, str]] = frozenset()
    has_previous: bool = False


def make_plan(catalogue: Catalogue, given: Given, selection: Selection) -> list[PlannedCheck]:
    """Every selected check, in a fixed order: schema constraints, then rules."""
    checks: list[PlannedCheck] = []
    for table in catalogue.tables.values():
        if table.table in given.tables:
            checks += _schema_checks(table, given, catalogue)
    checks += [rule_check(rule, catalogue, given) for rule in catalogue.rules.values()]
    return [planned for planned in checks if selection.takes(planned.check)]


def _schema_checks(table: Table, given: Given, catalogue: Catalogue) -> Iterator[PlannedCheck]:
    for name, column in table.columns.items():
        if column.repeats or column.derived is not None:
            continue
        if (table.table, name) in given.columns:
            if column.type not in ("text", "identifier"):
                yield _cell_check(table, name, column, "type")
            if not column.nullable:
                yield _not_null(table, name, column, given)
            yield from _code_checks(table, name, column, catalogue)
            yield from _value_checks(table, name, column)
        elif not column.nullable:
            yield replace(
                _constraint(table, name, column, "nullable", None),
                skip=f"no file has the column {column.title}",
            )
    if table.unique_key:
        yield _key_check(table)


def _code_checks(
    table: Table, name: str, column: Column, catalogue: Catalogue
) -> Iterator[PlannedCheck]:
    if column.in_ is None:
        return
    if column.fold:
        yield _cell_check(table, name, column, "in")
        yield _cell_check(table, name, column, "spelling")
    else:
        codes = catalogue.codes[column.in_.removesuffix(".csv")].codes
        yield _exact_codes(table, name, column, codes)


def _value_checks(table: Table, name: str, column: Column) -> Iterator[PlannedCheck]:
    for form, operator in (("ge", ">="), ("le", "<=")):
        limit = getattr(column, form)
        if limit is not None:
            text = sql_literal(limit) if not hasattr(limit, "isoformat") else f"DATE '{limit}'"
            yield replace(
                _constraint(table, name, column, form, limit), sql=f'"{name}" {operator} {text}'
            )
    if column.str_matches is not None:
        pattern = sql_literal(column.str_matches)
        yield replace(
            _constraint(table, name, column, "str_matches", None),
            sql=f'regexp_full_match("{name}", {pattern})',
            one_column=name,
        )
    if column.unique:
        yield replace(
            _constraint(table, name, column, "unique", None), form="unique", columns=(name,)
        )


def _constraint(table: Table, name: str, column: Column, form: str, limit: object) -> PlannedCheck:
    fault, title = WORDS_OF_FORM[form]
    words = {
        "title": column.title,
        "kind": KINDS.get(column.type, "text"),
        "limit": limit,
        "name": name,
    }
    check = Check(
        id=f"{table.table}.{name}.{form}",
        name=fault,
        title=title.format(**words),
        table=table.table,
        severity=Severity.WARNING if form == "spelling" else Severity(column.severity),
        theme="schema",
        why=column.why
        or f"The schema of {table.title.lower()} says so; rules that use the column rely on it.",
        remedy=column.remedy
        or "Correct the value where the extract comes from, then extract again.",
        source=tuple(table.source) or (f"schemas/tables/{table.table}.yml",),
    )
    message = MESSAGES.get(form, "")
    if form not in CELL_FAULTS:
        message = message.format(**words)
    else:
        message = message.replace("{kind}", str(words["kind"])).replace("{title}", column.title)
    return PlannedCheck(check, "row", points_at=(name,), message=message)


def _cell_check(table: Table, name: str, column: Column, form: str) -> PlannedCheck:
    return replace(
        _constraint(table, name, column, form, None),
        form="cells",
        columns=(name,),
        faults=CELL_FAULTS[form],
    )


def _not_null(table: Table, name: str, column: Column, given: Given) -> PlannedCheck:
    """A cell that holds something unreadable is not missing: it is another check's finding."""
    sql = f'"{name}" IS NOT NULL'
    if (table.table, name) in given.faulty_columns:
        sql += (
            " OR (_source, _row) IN (SELECT (_source, _row) FROM extract_cells"
            f" WHERE table_name = '{table.table}' AND column_name = '{name}'"
            " AND fault <> 'missing_word')"
        )
    return replace(_constraint(table, name, column, "nullable", None), sql=sql)


def _exact_codes(table: Table, name: str, column: Column, codes: list[str]) -> PlannedCheck:
    numeric = column.type in ("integer", "number")
    listed = ", ".join(code if numeric else sql_literal(code) for code in codes)
    return replace(
        _constraint(table, name, column, "in", None),
        form="row",
        sql=f'"{name}" IN ({listed})',
        one_column=name,
        message=f"{{{name}}} is not one of the codes for {column.title}.",
    )


def _key_check(table: Table) -> PlannedCheck:
    titles = list_words([table.columns[name].title for name in table.key])
    check = Check(
        id=f"{table.table}.key",
        name=WORDS_OF_FORM["key"][0],
        title=f"{titles} together occur once" if len(table.key) > 1 else f"{titles} occurs once",
        table=table.table,
        severity=Severity.ERROR,
        theme="schema",
        why=f"Each of the {table.rows_are} is counted once; a second row counts it twice.",
        remedy="Find out which row is right and remove the other where the extract comes from.",
        source=tuple(table.source) or (f"schemas/tables/{table.table}.yml",),
    )
    shown = " / ".join(f"{{{name}}}" for name in table.key)
    return PlannedCheck(
        check,
        "unique",
        columns=tuple(table.key),
        points_at=(table.key[0],),
        message=f"{shown} stands in several rows.",
    )


def rule_check(bound: BoundRule, catalogue: Catalogue, given: Given) -> PlannedCheck:
    """One rule as a check of this run, with the reason to skip it where there is one."""
    rule = bound.rule
    table = catalogue.tables.get(rule.table) or EXTRACT_TABLES.get(rule.table)
    check = Check(
        id=rule.id,
        name=rule.name,
        title=rule.title,
        table=rule.table,
        severity=Severity(rule.severity),
        theme=bound.theme,
        why=rule.why,
        remedy=rule.remedy,
        source=tuple(rule.source),
    )
    skip, required = _reason_to_skip(bound, catalogue, given)
    planned = PlannedCheck(
        check,
        "row",
        scope=scope_sql(rule, table),
        columns=tuple(rule.unique or ()),
        points_at=tuple(rule.columns),
        message=rule.message,
        facts=bound.facts,
        rule=bound,
        skip=skip,
        required=required,
    )
    if rule.require is not None:
        return replace(planned, sql=rule.require)
    if rule.references is not None:
        ref = rule.references
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in ref.to_columns)
        where = f" AND ({ref.where})" if ref.where else ""
        left, right = _row_of(ref.columns, "t."), _row_of(ref.to_columns, "")
        return replace(
            planned, sql=f"{left} IN (SELECT {right} FROM {ref.to} WHERE {filled}{where})"
        )
    if rule.query is not None:
        return replace(planned, form="query", sql=rule.query)
    return replace(planned, form="unique" if rule.unique else "figure")


def _row_of(columns: Iterable[str], prefix: str) -> str:
    listed = [f'{prefix}"{name}"' for name in columns]
    return listed[0] if len(listed) == 1 else f"({', '.join(listed)})"


def _reason_to_skip(bound: BoundRule, catalogue: Catalogue, given: Given) -> tuple[str, bool]:
    """Why a rule cannot run, and whether a release that is run in full must have allowed it."""
    needed = sorted(
        table for table in bound.tables if table.removeprefix(PREVIOUS) in catalogue.tables
    )
    if bound.rule.figure:
        needed = sorted({*needed, *catalogue.figures.figures[bound.rule.figure.name].tables})
    absent = [table for table in needed if table not in given.tables]
    if any(table.startswith(PREVIOUS) for table in absent) and not given.has_previous:
        return "no previous release", False
    if absent:
        return (
            f"no {list_words([name.replace('_', ' ') for name in absent])} in this release",
            False,
        )
    lacking = sorted(bound.facts - set(given.facts) - set(bound.rule.optional))
    if lacking:
        return f"no {list_words([_fact_title(name) for name in lacking])} given", given.strict
    column = _missing_column(bound, catalogue, given)
    return (f"no file has the column {column}", False) if column else ("", False)


def _missing_column(bound: BoundRule, catalogue: Catalogue, given: Given) -> str:
    by_name: dict[str, list[tuple[str, str]]] = {}
    for table, column in bound.columns:
        by_name.setdefault(column, []).append((table, column))
    for column, owners in sorted(by_name.items()):
        canonical = [pair for pair in owners if pair[0].removeprefix(PREVIOUS) in catalogue.tables]
        if len(canonical) < len(owners) or column.startswith("_") or column in bound.rule.optional:
            continue
        if not any(pair in given.columns for pair in canonical):
            owner = catalogue.tables[canonical[0][0].removeprefix(PREVIOUS)]
            return owner.columns[column].title
    return ""


def _fact_title(name: str) -> str:
    return name.replace("_", " ")
