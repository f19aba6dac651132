"""What is wrong with a rule beside its SQL: names of nothing, and keys that nothing would heed."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence, Set

from qa_checks.catalogue.cells_read import ROW
from qa_checks.catalogue.codes import code_fault
from qa_checks.catalogue.extract import AS_WRITTEN, CELLS
from qa_checks.catalogue.masking import masked_origins
from qa_checks.catalogue.rule_file import Scope
from qa_checks.catalogue.rule_on_ground import RuleOnGround
from qa_checks.catalogue.schema_sql import Fault
from qa_checks.catalogue.schemas import sensitive_columns
from qa_checks.catalogue.sql_names import Names, fold
from qa_checks.forms import Piece
from qa_checks.model.logic import Predicate
from qa_checks.words import suggest

TODAY = "today"
FIGURE = "figure"
# Values of a scope as YAML gives them, by the type of the column.
SCOPED = {"integer": int, "number": int, "boolean": bool}


def rule_faults(
    file: RuleOnGround,
    names: Sequence[tuple[Piece, Names]],
    columns: Set[tuple[str, str]],
    facts: Set[str],
) -> Iterator[Fault]:
    """What is wrong with a rule whose SQL has passed the guard, by key.

    Parameters
    ----------
    names
        Those of its SQL.
    columns, facts
        What it names, by table and column, and the facts.
    """
    rule, form = file.rule, file.form
    unused = {"scope": rule.scope != Scope()}
    for key in form.no_use_for:
        if unused.get(key, getattr(rule, key)):
            yield (key,), f"a rule with '{form.key}' has no use for it"
    yield from _scope_faults(file, names)
    for name in rule.optional:
        known = {*facts, *(column for _, column in columns)}
        if name not in known:
            fault = f"the rule names no fact or column '{name}'. {suggest(name, known)}".rstrip()
            yield ("optional",), fault
    if rule.limits is not None:
        yield from _limit_faults(file, rule.limits, columns, facts)
    yield from _word_faults(file, names)
    yield from _masked_faults(file, names)


def _scope_faults(file: RuleOnGround, names: Sequence[tuple[Piece, Names]]) -> Iterator[Fault]:
    scope = file.rule.scope
    if (scope.from_ or scope.until) and not file.owner.time:
        fault = f"table '{file.rule.table}' has no time column for from and until"
        yield ("scope",), fault
    if scope.from_ and scope.until and scope.from_ > scope.until:
        yield ("scope", "from"), f"{scope.from_} is after {scope.until}: no row is in scope"
    for piece, read in names:
        takes_all = scope != Scope() and read.aliases.get(ROW) == file.rule.table
        for relation in piece.relations if takes_all else ():
            fault = f"of '{file.rule.table}' it takes rows of any scope: select from {relation}"
            yield piece.key, fault
    for name, values in scope.columns.items():
        column = file.owner.columns.get(name)
        wanted = SCOPED.get(column.type, str) if column else int
        for value in values:
            if type(value) is not wanted:
                yield ("scope", name), f"'{value}' is no value of this column"
            elif column and (fault := code_fault(str(value), column.in_, file.ground.codes)):
                yield ("scope", name), fault


def _limit_faults(
    file: RuleOnGround, column: str, columns: Set[tuple[str, str]], facts: Set[str]
) -> Iterator[Fault]:
    """A limit is set on one published column, for every row, by nothing but the day of the run."""
    rule = file.rule
    definition = file.owner.columns.get(column)
    if definition is None or not definition.is_checked:
        yield ("limits",), f"'{column}' is no published column of table '{rule.table}'"
    logic = file.form.lower(file.ground).logic
    is_of_values = isinstance(logic, Predicate) and not (logic.rows or logic.once)
    alone = columns == {(rule.table, column)} and facts <= {TODAY}
    if not is_of_values or logic.scope or rule.given is not None or not alone:
        fault = (
            f"a rule that limits '{column}' is a condition on it alone, without scope and given; "
            f"the only fact it may use is ${TODAY}"
        )
        yield ("limits",), fault
    kept = {column, *file.owner.key, *file.form.own_words}
    for name in _placeholders(file):
        if name not in kept:
            fault = f"of a value beyond it only '{column}' and the key are told, not '{name}'"
            yield ("limits",), fault


def _word_faults(file: RuleOnGround, names: Sequence[tuple[Piece, Names]]) -> Iterator[Fault]:
    """Columns and placeholders must exist; a form, and SQL of its own, may have further names."""
    rule, known = file.rule, file.ground.known.columns
    placeholders = list(_placeholders(file))
    columns = {*known[rule.table]}
    for name in rule.masked:
        if name not in (*columns, *rule.columns, *placeholders):
            yield ("masked",), f"'{name}' is in no finding of this rule"
    where = f"in table '{rule.table}'"
    if file.form.free_words:
        where = f"{where}, nor named by the SQL"
        for _, read in names:
            columns.update(read.own_names, *(known.get(table, ()) for table in read.tables))
    for key, words in (("columns", rule.columns), ("message", placeholders)):
        own_words = file.form.own_words if key == "message" else ()
        for name in words:
            if name not in columns and name not in own_words:
                yield (key,), f"column '{name}' is not {where}. {suggest(name, columns)}".rstrip()


def _masked_faults(file: RuleOnGround, names: Sequence[tuple[Piece, Names]]) -> Iterator[Fault]:
    """What is made of a column that reports mask, and findings would show."""
    rule = file.rule
    sensitive = {name for name, column in file.owner.columns.items() if column.sensitive}
    masks = {*rule.masked, *sensitive, *(AS_WRITTEN if rule.table == CELLS else ())}
    shown = {"columns": rule.columns, "message": [*_placeholders(file)], "query": file.owner.key}
    for piece, read in names:
        known, tables = file.ground.known.columns, file.ground.tables
        masked = masked_origins(read, known, tables, piece.relations)
        for key, words in shown.items():
            for name in words:
                hidden = masked.get(fold(name))
                if hidden and name not in masks:
                    fault = f"'{name}' would show '{min(hidden)}', which reports mask: mask it too"
                    yield (key,), fault
        if piece.key[0] == FIGURE:  # a finding shows what it is compared with
            used = {column for _, column in read.used_columns(known)} & sensitive_columns(tables)
            for column in sorted(used):
                yield piece.key, f"it would show '{column}', which reports mask"


def _placeholders(file: RuleOnGround) -> Iterator[str]:
    """Names between braces in the message; nothing but plain names may stand there."""
    try:
        for _, name, form, conversion in string.Formatter().parse(file.rule.message):
            if name is None:
                continue
            if form or conversion or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                file.refuse(("message",), f"'{{{name}}}' must be the name of a column alone")
            yield name
    except ValueError as fault:
        file.refuse(("message",), f"its braces do not match ({fault})")
