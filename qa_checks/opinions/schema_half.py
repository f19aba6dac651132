"""The schema half of a run, counted by pandera check by check.

What pandera is given: typed rows for limits, patterns, uniqueness and keys; rows as text for
missing values, where a cell that cannot be read is not missing; the filled cells of one column,
in a row or not, for types and code lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.opinions.frames import cell_frame, text_frame, typed_frame, yes_and_no
from qa_checks.opinions.on_gx import Answer
from qa_checks.opinions.on_pandera import to_pandera
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

WAYS_TO_WRITE_A_DAY = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y",
    "%d %b %Y",
)  # fmt: skip
WHOLE = r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.]0+)?"
NUMBER = r"[-+]?([0-9]*|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?([eE][-+]?[0-9]+)?"
LARGEST = 2**63
SPELLING = "pandera knows the codes, not how the rest of a sheet writes them"


def count_by_pandera(
    loaded: Loaded, planned: Sequence[PlannedCheck], progress: Callable[[str], None]
) -> dict[str, Answer]:
    """Let pandera count the rows or cells at fault of every schema check.

    Parameters
    ----------
    planned
        Checks of the theme schema that the engine ran.
    """
    answers = {}
    for table in loaded.schemas.tables.values():
        mine = {one.check.id for one in planned if one.check.table == table.table}
        if mine:
            progress(f"second opinion: the schema of {table.table} by pandera")
            counts = _count_table(loaded, table, mine)
            answers.update({check: _answer(check, counts) for check in mine})
    return answers


def _answer(check: str, counts: Counter[str]) -> Answer:
    if check.endswith(".spelling"):
        return Answer(None, SPELLING)
    return Answer(counts[check])


def _count_table(loaded: Loaded, table: Table, wanted: set[str]) -> Counter[str]:
    codes = loaded.schemas.codes
    rows = to_pandera(table, codes)
    texts = pa.DataFrameSchema(name=table.table)
    for name, column in rows.columns.items():
        texts.columns[name] = pa.Column(str, nullable=column.nullable)
        column.coerce, column.nullable = False, True  # typed already; missing texts are counted
    counts = count_faults(rows, typed_frame(loaded, table))
    if any(check.endswith(".nullable") for check in wanted):
        counts += count_faults(texts, text_frame(loaded, table))
    for name, column in table.columns.items():
        checks = _cell_checks(f"{table.table}.{name}", column, codes)
        ids = {str(check.error) for check in checks} & wanted
        if ids:
            for one in ids:
                counts.pop(one, None)  # of the typed values, which have no unknown code
            schema = pa.DataFrameSchema({name: pa.Column(str, checks)}, name=table.table)
            counts += count_faults(schema, cell_frame(loaded, table, name))
    return counts


def count_faults(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Counter[str]:
    """Rows at fault by check; a row counts once however many of its cells are listed."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as fault:
        cases = fault.failure_cases
    else:
        return Counter()
    names: Iterable[str] = (
        f"{schema.name}.{column}.nullable" if check == "not_nullable" else str(check)
        for column, check in zip(cases["column"], cases["check"], strict=True)
    )
    return Counter(name for name, _ in set(zip(names, cases["index"], strict=True)))


def _cell_checks(place: str, column: Column, codes: dict[str, CodeList]) -> list[pa.Check]:
    checks = []
    if column.type not in ("text", "identifier"):
        checks.append(pa.Check(_reader(column), error=f"{place}.type"))
    if column.in_ is not None and column.fold:
        listed = codes[column.in_.removesuffix(".csv")].codes
        checks.append(pa.Check.isin(listed, error=f"{place}.in"))
    return checks


def _reader(column: Column) -> Callable[[pd.Series], pd.Series]:
    """Says of each text whether it can be read as the column's type."""
    match column.type:
        case "date":
            return _is_date
        case "boolean":
            known = {word.casefold() for words in yes_and_no(column) for word in words}
            return lambda texts: texts.str.casefold().isin(known)
        case "integer":
            return lambda texts: _is_number(texts, WHOLE) & (_size(texts) < LARGEST)
        case _:
            return lambda texts: _is_number(texts, NUMBER)


def _is_date(texts: pd.Series) -> pd.Series:
    found = pd.Series(data=False, index=texts.index)
    for way in WAYS_TO_WRITE_A_DAY:
        found |= pd.to_datetime(texts, format=way, errors="coerce").notna()
    return found


def _is_number(texts: pd.Series, form: str) -> pd.Series:
    return texts.str.fullmatch(re.compile(form)) & _size(texts).notna()


def _size(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace(",", ""), errors="coerce").abs()
