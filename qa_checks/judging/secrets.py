"""What no finding may repeat: what rules mask, and what stands in sensitive columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from qa_checks.catalogue.schemas import Table
from qa_checks.engines.door import Answer, Engine, Failure, Wanted
from qa_checks.model.logic import Predicate
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded, table_of
from qa_checks.words import show

NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}  # those of ASCII
SHORTEST = 5  # letters and digits; what is shorter is no secret within a longer text
FEW = 10  # texts: each is looked for by itself
Place = tuple[object, object]


class Secrets:
    """Texts that findings do not show, and rows of which they show no free text.

    A text is known again in any case, with any punctuation, and within a longer one.

    Parameters
    ----------
    texts
        What must not be shown.
    rows
        Source and row of those that hold more than is known in particular.
    """

    def __init__(self, texts: Iterable[str] = (), rows: Iterable[Place] = ()) -> None:
        self.rows = frozenset(rows)
        folded = sorted({_fold(text) for text in texts} - {""})
        self._whole = frozenset(text for text in folded if not text.isdecimal())
        self._parts: list[str] = []
        for text in folded:  # one that begins with another is found by that
            if len(text) >= SHORTEST and not (self._parts and text.startswith(self._parts[-1])):
                self._parts.append(text)
        self._starts = frozenset(part[:SHORTEST] for part in self._parts)
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        """Whether there is anything that must not be shown."""
        return bool(self.rows or self._whole or self._parts)

    def may_hide(self, texts: Iterable[str]) -> bool:
        """Whether some of the texts may have to be hidden: then each is to be looked at."""
        if len(self._whole) + len(self._parts) > FEW:
            return True
        folded = _fold("".join(texts))
        return any(secret in folded for secret in (*self._whole, *self._parts))

    def hide(self, text: str) -> bool:
        """Whether a text is or holds one of those that must not be shown."""
        if not self._whole and not self._parts:
            return False
        hidden = self._known.get(text)
        if hidden is None:
            hidden = self._known[text] = self._is_in(_fold(text))
        return hidden

    def _is_in(self, folded: str) -> bool:
        if folded in self._whole:
            return True
        if len(self._parts) <= FEW:
            return any(part in folded for part in self._parts)
        starts = [at for at in range(len(folded)) if folded[at : at + SHORTEST] in self._starts]
        return any(self._begins(folded[at:]) for at in starts)

    def _begins(self, text: str) -> bool:
        place = bisect_right(self._parts, text)
        return place > 0 and text.startswith(self._parts[place - 1])


def _fold(text: str) -> str:
    folded = text.casefold().translate(SIGNS)
    return folded if folded.isascii() else NEITHER_LETTER_NOR_DIGIT.sub("", folded)


def masked_columns(planned: PlannedCheck, table: Table, names: Iterable[str]) -> frozenset[str]:
    """Those of the names in a check's rows whose values its findings do not show."""
    copies = planned.copies
    sensitive = {name for name, column in table.columns.items() if column.sensitive}
    return frozenset(planned.masked) | {
        name
        for name in names
        if copies.get(name, name) in sensitive or copies.get(name) in planned.masked
    }


def find_secrets(
    engine: Engine,
    loaded: Loaded,
    wanted: Mapping[str, Wanted],
    plan: Sequence[PlannedCheck],
    answers: Mapping[str, Answer | Failure],
) -> Secrets:
    """What the rows at fault hold that no check may repeat.

    Parameters
    ----------
    engine
        Gives the rows that are not among the answers.
    wanted
        What the answers were to give, by check.
    plan
        The checks that were asked.
    answers
        Counts and rows, by check.
    """
    if not any(isinstance(answer, Answer) and answer.rows for answer in answers.values()):
        return Secrets()
    texts, rows = set(_sensitive_texts(engine, loaded)), set()
    for planned in plan:
        answer = answers.get(planned.check.id)
        if not planned.masked or not isinstance(answer, Answer) or not answer.rows:
            continue
        shown = answer.rows
        if answer.counts.failed > len(shown):
            of_check = wanted[planned.check.id]
            asked = Wanted(of_check.logic, of_check.columns, of_check.within_row)
            whole = engine.rows({planned.check.id: asked})[planned.check.id]
            shown = whole.rows if isinstance(whole, Answer) else shown
        table = table_of(loaded, planned.check.table)
        names = masked_columns(planned, table, shown.columns)
        texts |= {
            show(value) for name in names for value in shown.column(name) if value is not None
        }
        if not names <= table.columns.keys():  # worked out from several columns of the row
            rows |= {*zip(shown.column("_source"), shown.column("_row"), strict=True)}
    return Secrets(texts, rows)


def _sensitive_texts(engine: Engine, loaded: Loaded) -> Iterable[str]:
    """Every text in a sensitive column, of this release and the one before."""
    for name in sorted(loaded.tables):
        table = loaded.schemas.tables.get(name.rpartition(".")[2])
        for column, of_column in table.columns.items() if table else ():
            if not of_column.sensitive or not of_column.is_text or of_column.in_ is not None:
                continue
            rows = f'SELECT DISTINCT 0 AS _source, 0 AS _row, "{column}" FROM {name}'
            asked = Wanted(Predicate(name, f'"{column}" IS NULL', rows=rows), (column,))
            answer = engine.rows({name: asked})[name]
            if isinstance(answer, Answer):
                yield from answer.rows.column(column)
