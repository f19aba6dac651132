"""A rule that was read stands on its ground; its SQL passes the guard; it is bound to its names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from msgspec import to_builtins
from msgspec.structs import replace

from qa_checks.catalogue import guard
from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.cells_read import cells_read
from qa_checks.catalogue.example_faults import example_faults
from qa_checks.catalogue.rule_faults import rule_faults
from qa_checks.catalogue.rule_on_ground import RuleOnGround
from qa_checks.catalogue.schemas import sensitive_columns
from qa_checks.catalogue.scope_bound import is_bound_to
from qa_checks.catalogue.scopes import tell_scope
from qa_checks.catalogue.sql_names import Names
from qa_checks.fields import read_need
from qa_checks.forms import Ground, Naming, Piece
from qa_checks.model.checks import Check, Severity
from qa_checks.model.logic import Logic, Precondition, Predicate, Selection
from qa_checks.placeholders import fill_in


def bind(file: RuleOnGround, folder: Path, names: Sequence[tuple[Piece, Names]]) -> BoundRule:
    """The rule as plain data, with the names that its SQL turned out to use.

    Raises
    ------
    CatalogueError
        If something it names is not there, or its SQL is refused.
    """
    rule, form, ground = file.rule, file.form, file.ground
    for place, fault in form.faults(ground):
        file.refuse(place, fault)
    plain = _plain_columns(file)
    tables, columns = _sql_names(file, names)
    facts = frozenset(name for _, read in names for name in read.parameters)
    columns |= {(naming.table, naming.column) for naming in plain if naming.column}
    for key, fault in chain(rule_faults(file, names, columns, facts), example_faults(file)):
        file.refuse(key, fault)
    reads, own_reads = cells_read(rule.table, rule.reads, file.namings(), names, ground.tables)
    lowered = form.lower(ground)
    logic = replace(lowered.logic, facts=facts)
    if isinstance(logic, Selection):
        logic = replace(logic, within_scope=_is_within_scope(names))
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
        masked=(*rule.masked, *_masked_copies(lowered.copies, ground)),
        optional=tuple(rule.optional),
        preconditions=tuple(_preconditions(file, facts)),
        path=file.path,
        where=f"{file.path.relative_to(folder.parent)}",
        tables=frozenset({rule.table} | tables | {naming.table for naming in plain}),
        columns=frozenset(columns),
        facts=facts,
        needs=frozenset(form.needs(ground)),
        reads=reads,
        own_reads=own_reads,
        copies=lowered.copies,
        condition=form.tell(),
        rows=_tell_rows(file, logic),
        limits=rule.limits or "",
        yields_to=tuple(rule.yields_to),
        examples=to_builtins(rule.examples, builtin_types=(bytes, dt.date, dt.datetime)),
    )


def _masked_copies(copies: Mapping[str, str], ground: Ground) -> Iterator[str]:
    """Names for values of columns of other tables, which reports mask there."""
    own, sensitive = ground.tables[ground.table].columns, sensitive_columns(ground.tables)
    for name, column in copies.items():
        if column in sensitive and not own[column].sensitive:
            yield name


def _preconditions(file: RuleOnGround, facts: frozenset[str]) -> Iterator[Precondition]:
    if file.given is not None:
        yield Precondition(file.given.that, file.given.else_, facts)
    for condition in file.form.preconditions(file.ground):
        yield replace(condition, facts=facts)


def _is_within_scope(names: Sequence[tuple[Piece, Names]]) -> bool:
    """Whether a query finds nothing where no row is in the scope that it names."""
    return any(
        is_bound_to(read.query, relation)
        for piece, read in names
        for relation in piece.relations
        if read.query is not None
    )


def _tell_rows(file: RuleOnGround, logic: Logic) -> str:
    """Which rows a rule speaks of; '' if it is not about the rows of its table."""
    if isinstance(logic, Predicate) and not logic.in_file:
        return ""
    return tell_scope(file.rule.scope, file.owner)


def _sql_names(
    file: RuleOnGround, names: Sequence[tuple[Piece, Names]]
) -> tuple[set[str], set[tuple[str, str]]]:
    """Tables and columns that the rule's SQL reads; it has passed the guard."""
    table = file.rule.table
    tables: set[str] = set()
    columns: set[tuple[str, str]] = set()
    for piece, read in names:
        if read.fault:
            file.refuse(piece.key, read.fault)
        if piece.table:
            read.tables.add(piece.table)
        own = {"t": table} if piece.table == table else {"": piece.table}
        read.around = tuple({**own, **piece.aliases}.items()) if piece.table else ()
        read.tables.update(piece.aliases.values())
        known = file.ground.known.with_names(piece.relations)
        if fault := guard.check(read, known) or guard.check_facts(read.parameters):
            file.refuse(piece.key, fault)
        tables |= {piece.relations.get(name, name) for name in read.tables}
        columns |= {
            (piece.relations.get(name, name), column)
            for name, column in read.used_columns(known.columns)
        }
    return tables, columns


def _plain_columns(file: RuleOnGround) -> list[Naming]:
    """What the rule names outside SQL; each table and column must exist."""
    known = file.ground.known.columns
    namings = list(file.namings())
    for read in file.rule.reads:
        need = read_need(read)
        namings.append(Naming(("reads",), need.table, need.column))
    for naming in namings:
        if naming.table not in known:
            file.refuse(naming.key, f"table '{naming.table}' is not in the catalogue")
        if naming.column and naming.column not in known[naming.table]:
            file.refuse(naming.key, f"column '{naming.column}' is not in table '{naming.table}'")
    return namings
