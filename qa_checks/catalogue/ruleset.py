"""The rules of a catalogue: read, guarded, and bound to the names they use."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qa_checks.catalogue import guard
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.orderings import identify
from qa_checks.catalogue.rules import RuleFile, RuleWords
from qa_checks.catalogue.schemas import Schemas, Table
from qa_checks.catalogue.scopes import scope_sql, tell_scope
from qa_checks.catalogue.yaml_files import find_line, read_model, read_text
from qa_checks.errors import CatalogueError
from qa_checks.forms import Form, Ground, Naming, Piece
from qa_checks.model import Check, Logic, Precondition, Predicate, Severity
from qa_checks.words import end_sentence, fill_in

if TYPE_CHECKING:
    import duckdb

MISSING_WORDS = "missing_words"  # the code list of words that stand for a missing value
ROW_COLUMNS = ("_source", "_row")
PREVIOUS = "previous."


@dataclass(frozen=True)
class BoundRule:
    """A rule as plain data: its words, its logic, and what its SQL speaks of.

    ``tables`` are the canonical tables it reads (``previous.providers`` for the
    previous release's), ``columns`` the pairs of table and column, ``facts``
    the named parameters, ``needs`` what else some file must provide.
    ``condition`` and ``rows`` tell a reader what must hold, and of which rows.
    """

    check: Check
    logic: Logic
    message: str
    points_at: tuple[str, ...]
    masked: tuple[str, ...]
    optional: tuple[str, ...]
    preconditions: tuple[Precondition, ...]
    path: Path
    where: str
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: frozenset[str]
    needs: frozenset[str]
    condition: str
    rows: str
    examples: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    """A rule file as it was read, and what the rule stands on."""

    rule: RuleWords
    form: Form
    path: Path
    ground: Ground
    owner: Table

    def pieces(self) -> Iterator[Piece]:
        """Every piece of SQL in the rule."""
        rule = self.rule
        yield from self.form.pieces(self.ground)
        if rule.scope.where is not None:
            yield Piece(("scope", "where"), rule.scope.where, rule.table)
        if rule.given is not None:
            yield Piece(("given", "that"), rule.given.that, rule.table)

    def namings(self) -> Iterator[Naming]:
        """Every column, with its table, that the rule names outside SQL."""
        yield from self.form.namings(self.ground)
        for name in self.rule.scope.columns:
            yield Naming(("scope", name), self.rule.table, name)

    def refuse(self, key: tuple[str, ...], fault: str) -> NoReturn:
        """Say what is wrong, and on which line."""
        line = find_line(self.path, key)
        raise CatalogueError(end_sentence(f"{'.'.join(key)}: {fault}"), where=f"{self.path}:{line}")


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
    schemas: Schemas,
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    examples: bool = False,
    shared: str = "",
) -> dict[str, BoundRule]:
    """Read every rule below a folder; its SQL passes the guard.

    Examples are read only if asked for: a run does not need them. With ``shared``, the name of a
    theme, only its rules are read, and of them those that speak of nothing but what the reader met
    in the files.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    known = known_columns(schemas.tables, schemas.codes)
    owners = {**schemas.tables, **EXTRACT_TABLES}
    identities = identify(schemas.tables, schemas.codes)
    files = []
    for path in sorted((folder / shared).rglob("*.yml")):
        rule = _read_rule(path, examples)
        if shared and rule.table not in EXTRACT_TABLES:
            continue
        files.append(
            _on_its_ground(
                rule, path, owners, Ground(rule.table, "", known, schemas.figures.figures)
            )
        )
    pieces = [piece for file in files for piece in file.pieces()]
    parsed = iter(
        guard.read_names(connection, [(piece.sql, bool(piece.table)) for piece in pieces])
    )
    bound: dict[str, BoundRule] = {}
    for file in files:
        names = [(piece, next(parsed)) for piece in file.pieces()]
        if shared and not _speaks_of_extract(names, known):
            continue
        for piece, found in names:
            fault = guard.check_orderings(found, identities)
            if fault:
                file.refuse(piece.key, fault)
        item = _bind(file, folder, names)
        if item.check.id in bound:
            raise CatalogueError(
                f"The id {item.check.id} is taken by {bound[item.check.id].path.name}.",
                where=f"{file.path}:1",
            )
        bound[item.check.id] = item
    return bound


def _speaks_of_extract(
    names: Sequence[tuple[Piece, guard.Names]], known: Mapping[str, Sequence[str]]
) -> bool:
    spoken_of = {table for _, in_sql in names for table in in_sql.tables}
    return spoken_of <= known.keys() & {*EXTRACT_TABLES, f"codes.{MISSING_WORDS}"}


def _read_rule(path: Path, examples: bool) -> RuleWords:
    rule = read_model(path, RuleFile, CatalogueError, until=None if examples else "examples")
    if examples and not rule.examples.valid:
        raise CatalogueError("'examples' is missing.", where=f"{path}:1")
    expected = f"{rule.id}_{rule.name.replace('-', '_')}"
    if path.stem != expected:
        raise CatalogueError(
            f"The file of this rule must be named {expected}.yml.", where=f"{path}:1"
        )
    return rule


def _on_its_ground(
    rule: RuleWords, path: Path, owners: Mapping[str, Table], ground: Ground
) -> _File:
    """The rule's table, scope and form, which may stand in a file of its own."""
    form = rule.form
    if rule.table not in owners:
        line = find_line(path, ("table",))
        raise CatalogueError(
            f"table: there is no table '{rule.table}'. Available: {', '.join(owners)}.",
            where=f"{path}:{line}",
        )
    owner = owners[rule.table]
    ground = replace(ground, scope=scope_sql(rule.scope, owner))
    file = _File(rule, form, path, ground, owner)
    if form.file:
        beside = path.parent / form.file
        if beside.resolve().parent != path.parent.resolve():
            file.refuse((form.key,), "the .sql file must stand beside the rule")
        return replace(file, form=form.with_text(read_text(beside, CatalogueError)))
    return file


def _bind(file: _File, folder: Path, names: Sequence[tuple[Piece, guard.Names]]) -> BoundRule:
    rule, form, ground = file.rule, file.form, file.ground
    for key, fault in form.faults(ground):
        file.refuse(key, fault)
    if (rule.scope.from_ or rule.scope.until) and not file.owner.time:
        file.refuse(("scope",), f"table '{rule.table}' has no time column for from and until")
    plain = _plain_columns(file)
    tables, columns = _sql_names(file, names)
    facts = frozenset(name for _, found in names for name in found.parameters)
    _check_words(file)
    lowered = form.lower(ground)
    logic = replace(lowered.logic, facts=facts)
    return BoundRule(
        check=Check(
            id=rule.id,
            name=rule.name,
            title=rule.title,
            table=rule.table,
            severity=Severity(rule.severity),
            theme=file.path.parent.name if file.path.parent != folder else "",
            why=rule.why,
            remedy=rule.remedy,
            source=tuple(rule.source),
        ),
        logic=logic,
        message=fill_in(rule.message, lowered.words),
        points_at=lowered.points_at or tuple(rule.columns),
        masked=tuple(rule.masked),
        optional=tuple(rule.optional),
        preconditions=tuple(_preconditions(file, facts)),
        path=file.path,
        where=f"{file.path.relative_to(folder.parent)}",
        tables=frozenset({rule.table} | tables | {naming.table for naming in plain}),
        columns=frozenset(
            columns | {(naming.table, naming.column) for naming in plain if naming.column}
        ),
        facts=facts,
        needs=frozenset(form.needs(ground)),
        condition=form.tell(),
        rows=_tell_rows(file, logic),
        examples=rule.examples.model_dump(exclude_defaults=True),
    )


def _preconditions(file: _File, facts: frozenset[str]) -> Iterator[Precondition]:
    given = file.rule.given
    if given is not None:
        yield Precondition(given.that, given.else_, facts)
    for condition in file.form.preconditions(file.ground):
        yield replace(condition, facts=facts)


def _tell_rows(file: _File, logic: Logic) -> str:
    """Which rows a rule speaks of; '' if it is not about the rows of its table."""
    if isinstance(logic, Predicate) and logic.rows:
        return ""
    return tell_scope(file.rule.scope, file.owner)


def _sql_names(
    file: _File, names: Sequence[tuple[Piece, guard.Names]]
) -> tuple[set[str], set[tuple[str, str]]]:
    """Tables and columns that the rule's SQL reads; it has passed the guard."""
    known, table = file.ground.known, file.rule.table
    tables: set[str] = set()
    columns: set[tuple[str, str]] = set()
    for piece, found in names:
        if found.fault:
            file.refuse(piece.key, found.fault)
        if piece.table:
            found.tables.add(piece.table)
        if piece.table == table:
            found.aliases.setdefault("t", table)
        fault = (
            guard.check_tables(found, known)
            or guard.check_columns(found, known)
            or guard.check_facts(found)
        )
        if fault:
            file.refuse(piece.key, fault)
        tables |= found.tables
        columns |= found.used_columns(known)
    return tables, columns


def _plain_columns(file: _File) -> list[Naming]:
    """What the rule names outside SQL; each table and column must exist."""
    known = file.ground.known
    namings = list(file.namings())
    for naming in namings:
        if naming.table not in known:
            file.refuse(naming.key, f"table '{naming.table}' is not in the catalogue")
        if naming.column and naming.column not in known[naming.table]:
            file.refuse(naming.key, f"column '{naming.column}' is not in table '{naming.table}'")
    return namings


def _check_words(file: _File) -> None:
    """Columns and placeholders must exist; a form may have names of its own."""
    rule, form = file.rule, file.form
    placeholders = _placeholders(file)
    columns = file.ground.known[rule.table]
    for name in rule.masked:
        if name not in (*columns, *rule.columns, *placeholders):
            file.refuse(("masked",), f"'{name}' is in no finding of this rule")
    if form.free_words:
        return
    for name in rule.columns:
        if name not in columns:
            file.refuse(("columns",), f"column '{name}' is not in table '{rule.table}'")
    for name in placeholders:
        if name not in columns and name not in form.own_words:
            file.refuse(("message",), f"column '{name}' is not in table '{rule.table}'")


def _placeholders(file: _File) -> list[str]:
    """Names between braces in the message; nothing but plain names may stand there."""
    names = []
    try:
        for _, name, form, conversion in string.Formatter().parse(file.rule.message):
            if name is None:
                continue
            if form or conversion or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                file.refuse(("message",), f"'{{{name}}}' must be the name of a column alone")
            names.append(name)
    except ValueError as fault:
        file.refuse(("message",), f"its braces do not match ({fault})")
    return names
