"""What every check comes down to: a condition on rows, or a SELECT of the rows at fault.

The SQL is that of the rule language. All of it is plain data: an engine needs to know nothing of
the form in which a rule was written.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace


class Counterpart(Struct, frozen=True):
    """Which row each row of a table is compared with: the first of its key in an earlier view.

    Of the rows that share the columns ``by``, in the ``order`` of these columns within a view, it
    is the first that has a ``value``. ``view`` is SQL for a number, ``value`` for what must be the
    same; a row without either is not compared.
    """

    by: tuple[str, ...]
    view: str
    order: tuple[str, ...]
    value: str


class Told(Struct, frozen=True):
    """Rows that another check tells of: its id, and a SELECT of their places."""

    check: str
    places: str


class Predicate(Struct, frozen=True, tag=True):
    """A condition that must be true of each row of a table in a scope.

    ``rows`` is a SELECT that stands in the place of the table, ``in_file`` is
    false of rows that stand in no file, ``facts`` are the named parameters the
    SQL may use. What else is known of the condition lets
    an engine be quick: ``column`` is the only column it depends on, ``once``
    are columns of which it says that together they occur once, ``known``
    are columns without one of which the condition is NULL, and only then. ``listed`` is a SELECT of
    the values of which it says that the only one of ``known`` is among them. Where
    ``counterpart`` is given, ``rows`` and condition say the same and no more. ``told`` are rows
    that are in no scope, since other checks tell of them.
    """

    table: str
    condition: str
    scope: str = ""
    rows: str = ""
    in_file: bool = True
    facts: frozenset[str] = frozenset()
    column: str = ""
    once: tuple[str, ...] = ()
    known: tuple[str, ...] | None = None
    listed: str = ""
    counterpart: Counterpart | None = None
    told: tuple[Told, ...] = ()


class FaultyCells(Struct, frozen=True):
    """Cells of one column in which the reader met one kind of fault.

    ``taken_out`` says that each had a value, which is beyond a limit.
    """

    column: str
    fault: str
    taken_out: bool = False


class Selection(Struct, frozen=True, tag=True):
    """A SELECT of the rows at fault, out of the rows of a table in a scope.

    ``undecided`` is a condition on the rows in scope that are neither right nor
    wrong, and that the SELECT leaves out; '' if there are none. ``cells`` says,
    where it is so, that the rows are faulty cells; ``within_scope`` that without a row in scope
    there is none at fault either.
    """

    table: str
    sql: str
    scope: str = ""
    undecided: str = ""
    facts: frozenset[str] = frozenset()
    cells: FaultyCells | None = None
    within_scope: bool = False
    told: tuple[Told, ...] = ()


Logic = Predicate | Selection


class Precondition(Struct, frozen=True):
    """What must be true of a release before a rule can say anything, and the reason if not."""

    that: str
    otherwise: str
    facts: frozenset[str] = frozenset()

    @property
    def as_predicate(self) -> Predicate:
        """The condition as a question about one row that is always there."""
        return Predicate("", self.that, rows="SELECT 0 AS _row", facts=self.facts)


def faults_sql(logic: Logic, table: str) -> str:
    """What a check comes down to as one SELECT of the rows at fault, in the SQL of the rules.

    Parameters
    ----------
    table
        What stands for the rows of the check's own table.
    """
    logic = leave_out(logic, [told.places for told in logic.told])
    if not isinstance(logic, Predicate):
        return logic.sql
    rows = f"({logic.rows})" if logic.rows else table
    scope = f" AND ({logic.scope})" if logic.scope else ""
    return f"SELECT t.* FROM {rows} AS t WHERE ({logic.condition}) IS FALSE{scope}"


def occurs_once(table: str, columns: Sequence[str], scope: str = "") -> Predicate:
    """The predicate that no other row in scope has the same values; unknown if one is missing."""
    listed = ", ".join(f't."{name}"' for name in columns)
    filled = " AND ".join(f't."{name}" IS NOT NULL' for name in columns)
    within = f" AND ({scope})" if scope else ""
    repeated = (
        f"SELECT {listed} FROM {table} AS t WHERE {filled}{within} "
        f"GROUP BY {listed} HAVING count(*) > 1"
    )
    condition = f"CASE WHEN {filled} THEN ({listed}) NOT IN ({repeated}) END"
    return Predicate(table, condition, scope, once=tuple(columns), known=tuple(columns))


def leave_out(logic: Logic, places: Sequence[str]) -> Logic:
    """The same logic, without the rows whose places these SELECTs give."""
    if not places:
        return replace(logic, told=())
    rows = " UNION ALL ".join(places)
    if isinstance(logic, Selection):
        left = f"((w._source, w._row) IN ({rows})) IS NOT TRUE"
        return replace(logic, sql=f"SELECT w.* FROM ({logic.sql}) AS w WHERE {left}", told=())
    scope = f"(t._source, t._row) NOT IN ({rows})"
    scope = f"({logic.scope}) AND {scope}" if logic.scope else scope
    if logic.once:
        return replace(occurs_once(logic.table, logic.once, scope), facts=logic.facts)
    return replace(logic, scope=scope, counterpart=None, told=())
