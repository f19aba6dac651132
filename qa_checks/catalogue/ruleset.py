"""The rules of a catalogue: read, guarded, and bound to the names they use."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.catalogue import guard
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.rules import Rule
from qa_checks.catalogue.schemas import Figures, Table
from qa_checks.catalogue.yaml_files import find_line, read_model, read_text
from qa_checks.errors import CatalogueError
from qa_checks.words import end_sentence

if TYPE_CHECKING:
    import duckdb

ROW_COLUMNS = ("_source", "_row")
PREVIOUS = "previous."


@dataclass(frozen=True)
class BoundRule:
    """A rule with what its SQL speaks of.

    ``tables`` are the canonical tables it reads (``previous.providers`` for the
    previous release's), ``columns`` the pairs of table and column, ``facts``
    the named parameters.
    """

    rule: Rule
    theme: str
    path: Path
    where: str
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: frozenset[str]


def known_columns(tables: dict[str, Table], codes: dict[str, CodeList]) -> dict[str, list[str]]:
    """Columns of every table a rule may read."""
    known: dict[str, list[str]] = {}
    for name, table in tables.items():
        known[name] = [*table.columns, *ROW_COLUMNS]
        known[PREVIOUS + name] = known[name]
    for name, extract_table in EXTRACT_TABLES.items():
        known[name] = [*extract_table.columns, *ROW_COLUMNS]
    for name, code_list in codes.items():
        known[f"codes.{name}"] = list(code_list.columns)
    return known


def read_rules(
    folder: Path,
    tables: dict[str, Table],
    codes: dict[str, CodeList],
    figures: Figures,
    connection: duckdb.DuckDBPyConnection,
    examples: bool = False,
) -> dict[str, BoundRule]:
    """Read every rule below a folder; its SQL passes the guard.

    Examples are read only if asked for: a run does not need them.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    rules = [_read_rule(path, examples) for path in sorted(folder.rglob("*.yml"))]
    known = known_columns(tables, codes)
    pieces = [piece for rule, _ in rules for piece in _sql_of(rule)]
    parsed = iter(guard.read_names(connection, [(text, alone) for _, text, alone in pieces]))
    bound: dict[str, BoundRule] = {}
    for rule, path in rules:
        names = [(key, next(parsed)) for key, _, _ in _sql_of(rule)]
        item = _bind(rule, path, folder, names, known)
        owner = tables.get(rule.table)
        if (rule.scope.from_ or rule.scope.until) and not (owner and owner.time):
            _fault(path, ("scope",), f"table '{rule.table}' has no time column for from and until")
        if rule.id in bound:
            raise CatalogueError(
                f"The id {rule.id} is taken by {bound[rule.id].path.name}.", where=f"{path}:1"
            )
        if rule.figure and rule.figure.name not in figures.figures:
            _fault(path, ("figure", "name"), f"there is no figure '{rule.figure.name}'")
        bound[rule.id] = item
    return bound


def _read_rule(path: Path, examples: bool) -> tuple[Rule, Path]:
    rule = read_model(path, Rule, CatalogueError, until=None if examples else "examples")
    if examples and not rule.examples.valid:
        raise CatalogueError("'examples' is missing.", where=f"{path}:1")
    expected = f"{rule.id}_{rule.name.replace('-', '_')}"
    if path.stem != expected:
        raise CatalogueError(
            f"The file of this rule must be named {expected}.yml.", where=f"{path}:1"
        )
    if rule.query is not None and rule.query.endswith(".sql"):
        beside = path.parent / rule.query
        if beside.resolve().parent != path.parent.resolve():
            _fault(path, ("query",), "the .sql file must stand beside the rule")
        rule = rule.model_copy(
            update={"query": read_text(beside, CatalogueError).strip().rstrip(";")}
        )
    return rule, path


@dataclass(frozen=True)
class SchemaSql:
    """One piece of SQL in the schemas: where it stands, its text, what it may look at.

    A derived column is one expression over its table and the table's
    look-ups, named by ``table``; figures, charts and look-ups are SELECTs.
    """

    where: str
    text: str
    table: str = ""
    derived: bool = False


def check_sql(
    pieces: list[SchemaSql], known: dict[str, list[str]], connection: duckdb.DuckDBPyConnection
) -> None:
    """Pass the SQL of the schemas through the guard, look-ups before what uses them.

    Raises
    ------
    CatalogueError
        At the first piece that is refused.
    """
    parsed = guard.read_names(connection, [(piece.text, piece.derived) for piece in pieces])
    looked_up: dict[str, set[str]] = {}
    for piece, names in zip(pieces, parsed, strict=True):
        if piece.derived:
            names.own_names |= looked_up.get(piece.table, set())
            names.own_names.update(known[piece.table])
        fault = (
            names.fault
            or guard.check_tables(names, known)
            or guard.check_columns(names, known)
            or guard.check_facts(names)
        )
        if fault:
            raise CatalogueError(end_sentence(f"{fault[:1].upper()}{fault[1:]}"), where=piece.where)
        if piece.table and not piece.derived:
            given = {reference[-1] for reference in names.columns}
            looked_up.setdefault(piece.table, set()).update(given, names.own_names)


def scope_sql(rule: Rule, table: Table | None) -> str:
    """The rule's scope as one SQL predicate; '' when the rule speaks of every row."""
    parts = []
    time = table.time if table else None
    if rule.scope.from_ is not None:
        parts.append(f"{time} >= DATE '{rule.scope.from_}'")
    if rule.scope.until is not None:
        parts.append(f"{time} <= DATE '{rule.scope.until}'")
    for column, values in (rule.scope.__pydantic_extra__ or {}).items():
        listed = ", ".join(sql_literal(value) for value in values)
        parts.append(f"{column} IN ({listed})")
    if rule.scope.where is not None:
        parts.append(f"({rule.scope.where})")
    return " AND ".join(parts)


def sql_literal(value: object) -> str:
    """A Python value of a YAML file as an SQL literal."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("'", "''")
    return f"'{text}'"


def _sql_of(rule: Rule) -> list[tuple[tuple[str, ...], str, bool]]:
    """Every piece of SQL in a rule: its key, its text, whether it is one expression."""
    pieces: list[tuple[tuple[str, ...], str, bool]] = []
    if rule.require is not None:
        pieces.append((("require",), rule.require, True))
    if rule.query is not None:
        pieces.append((("query",), rule.query, False))
    if rule.scope.where is not None:
        pieces.append((("scope", "where"), rule.scope.where, True))
    if rule.given is not None:
        pieces.append((("given", "that"), rule.given.that, True))
    if rule.references and rule.references.where is not None:
        pieces.append((("references", "where"), rule.references.where, True))
    if rule.figure:
        for bound in ("equals", "at_least", "at_most"):
            text = getattr(rule.figure, bound)
            if text is not None:
                pieces.append((("figure", bound), text, True))
    return pieces


def _bind(
    rule: Rule,
    path: Path,
    folder: Path,
    names: list[tuple[tuple[str, ...], guard.Names]],
    known: dict[str, list[str]],
) -> BoundRule:
    if rule.table not in known or rule.table.startswith((PREVIOUS, "codes.")):
        available = ", ".join(name for name in known if "." not in name)
        _fault(path, ("table",), f"there is no table '{rule.table}'. Available: {available}")
    tables, used, facts = {rule.table}, set(), set()
    for key, found in names:
        if found.fault:
            _fault(path, key, found.fault)
        if key == ("references", "where") and rule.references:
            found.tables.add(rule.references.to)
        elif key != ("query",):
            found.tables.add(rule.table)
            found.aliases.setdefault("t", rule.table)
        fault = (
            guard.check_tables(found, known)
            or guard.check_columns(found, known)
            or guard.check_facts(found)
        )
        if fault:
            _fault(path, key, fault)
        tables |= found.tables
        used |= found.used_columns(known)
        facts |= found.parameters
    plain = _plain_columns(rule, path, known)
    _check_words(rule, path, known)
    return BoundRule(
        rule,
        theme=path.parent.name if path.parent != folder else "",
        path=path,
        where=f"{path.relative_to(folder.parent)}",
        tables=frozenset(tables | {table for table, _ in plain}),
        columns=frozenset(used | plain),
        facts=frozenset(facts),
    )


def _plain_columns(rule: Rule, path: Path, known: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Columns, with their tables, that the rule names outside SQL; each must exist."""
    used = set()
    named = [*(rule.unique or []), *(rule.references.columns if rule.references else [])]
    for name in [*named, *(rule.scope.__pydantic_extra__ or {})]:
        if name not in known[rule.table]:
            _fault(path, (rule.form,), f"column '{name}' is not in table '{rule.table}'")
        used.add((rule.table, name))
    if rule.references:
        other = rule.references.to
        if other not in known:
            _fault(path, ("references", "to"), f"table '{other}' is not in the catalogue")
        for name in rule.references.to_columns:
            if name not in known[other]:
                _fault(path, ("references", "to_columns"), f"column '{name}' is not in {other}")
            used.add((other, name))
    return used


def _check_words(rule: Rule, path: Path, known: dict[str, list[str]]) -> None:
    """Columns and placeholders must exist; a query may name its own."""
    placeholders = _placeholders(rule, path)
    for name in rule.masked:
        if name not in (*known[rule.table], *rule.columns, *placeholders):
            _fault(path, ("masked",), f"'{name}' is in no finding of this rule")
    if rule.form == "query":
        return
    extra = ["figure", "expected", "name"] if rule.form == "figure" else []
    for name in rule.columns:
        if name not in known[rule.table]:
            _fault(path, ("columns",), f"column '{name}' is not in table '{rule.table}'")
    for name in placeholders:
        if name not in [*known[rule.table], *extra]:
            _fault(path, ("message",), f"column '{name}' is not in table '{rule.table}'")


def _placeholders(rule: Rule, path: Path) -> list[str]:
    """Names between braces in the message; nothing but plain names may stand there."""
    names = []
    try:
        for _, name, form, conversion in string.Formatter().parse(rule.message):
            if name is None:
                continue
            if form or conversion or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                _fault(path, ("message",), f"'{{{name}}}' must be the name of a column alone")
            names.append(name)
    except ValueError as fault:
        _fault(path, ("message",), f"its braces do not match ({fault})")
    return names


def _fault(path: Path, key: tuple[str, ...], fault: str) -> None:
    line = find_line(path, key)
    raise CatalogueError(end_sentence(f"{'.'.join(key)}: {fault}"), where=f"{path}:{line}")
