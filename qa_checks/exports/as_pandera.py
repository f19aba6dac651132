"""Each table as a pandera model in Python source, to import in a notebook or a pipeline."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.exports.as_json_schema import is_home

TYPES = {
    "text": "str",
    "identifier": "str",
    "integer": "pd.Int64Dtype",
    "number": "pd.Float64Dtype",
    "date": "pa.DateTime",
    "boolean": "pd.BooleanDtype",
}


def write(schemas: Schemas, folder: Path) -> None:
    """Write a package: a module with the model of each table, and one with the code lists."""
    tables = schemas.tables.values()
    lists = sorted({_list_of(one) for table in tables for one in table.columns.values()} - {""})
    _write(folder / "code_lists.py", _code_lists(schemas, lists))
    for table in tables:
        _write(folder / f"{table.table}.py", _module(table))
    _write(folder / "__init__.py", _front(list(tables)))


def _write(path: Path, lines: Iterator[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _front(tables: list[Table]) -> Iterator[str]:
    yield '"""Models of the tables, written by `qa-checks export pandera`."""'
    yield ""
    yield from (f"from .{one.table} import {_class(one)}" for one in sorted(tables, key=_module_of))
    yield ""
    yield "__all__ = ["
    yield from (f"    {_text(name)}," for name in sorted(map(_class, tables)))
    yield "]"


def _module_of(table: Table) -> str:
    return table.table


def _code_lists(schemas: Schemas, names: list[str]) -> Iterator[str]:
    yield '"""Code lists: the values a column may have."""'
    for name in names:
        yield ""
        yield f"{name.upper()} = ("
        yield from (f"    {_text(code)}," for code in schemas.codes[name].codes)
        yield ")"


def _module(table: Table) -> Iterator[str]:
    lists = sorted({_list_of(one) for one in table.columns.values()} - {""})
    yield f'"""{_plain(table.title)}."""'
    yield ""
    yield "import pandas as pd"
    yield "import pandera.pandas as pa"
    yield "from pandera.typing import Series"
    if lists:
        yield ""
        yield "from .code_lists import ("
        yield from (f"    {name.upper()}," for name in lists)
        yield ")"
    yield ""
    yield ""
    yield f"class {_class(table)}(pa.DataFrameModel):"
    yield f'    """{_plain(table.title)}: validate a frame with `lazy=True` to see every fault."""'
    for name, column in table.columns.items():
        yield ""
        yield from _field(name, column)
    for name, column in table.columns.items():
        if column.unique and is_home(column):
            yield ""
            yield from _unique(table, name)
    if table.unique_key:
        yield ""
        yield from _key(table)
    yield ""
    yield "    class Config:"
    yield f'        """The table is called {table.table}."""'
    yield ""
    yield f"        name = {_text(table.table)}"


def _field(name: str, column: Column) -> Iterator[str]:
    home = is_home(column)
    optional = "" if home and not column.nullable else " | None"
    yield f"    {name}: Series[{TYPES[column.type]}]{optional} = pa.Field("
    yield f"        title={_text(column.title)},"
    if home:
        yield from (f"        {said}," for said in _limits(column))
    if optional:
        yield "        nullable=True,"
    if column.type not in ("text", "identifier"):
        yield "        coerce=True,"
    yield "    )"


def _limits(column: Column) -> Iterator[str]:
    codes = _list_of(column)
    if codes and column.type == "integer":
        yield f"isin=[int(code) for code in {codes.upper()}]"
    elif codes:
        yield f"isin={codes.upper()}"
    if column.ge is not None:
        yield f"ge={_limit(column.ge)}"
    if column.le is not None:
        yield f"le={_limit(column.le)}"
    if column.str_matches is not None:
        yield f"str_matches={_pattern(column.str_matches)}"


def _unique(table: Table, name: str) -> Iterator[str]:
    yield f"    @pa.check({_text(name)}, name={_text(f'{table.table}.{name}.unique')})"
    yield "    @classmethod"
    yield f"    def {name}_occurs_once(cls, values: pd.Series) -> pd.Series:"
    yield '        """Each value occurs once; missing ones are no repetition."""'
    yield "        return ~values.duplicated(keep=False)"


def _key(table: Table) -> Iterator[str]:
    listed = ", ".join(_text(name) for name in table.key)
    yield f"    @pa.dataframe_check(name={_text(f'{table.table}.key')})"
    yield "    @classmethod"
    yield "    def key_occurs_once(cls, frame: pd.DataFrame) -> pd.Series:"
    yield '        """Each row has a key of its own; a key with a missing part is no repetition."""'
    yield f"        key = frame[[{listed}]]"
    yield "        return ~key.duplicated(keep=False) | key.isna().any(axis=1)"


def _list_of(column: Column) -> str:
    """Name of the code list a column is checked against here; '' without."""
    return (column.in_ or "").removesuffix(".csv") if is_home(column) else ""


def _class(table: Table) -> str:
    return "".join(part.capitalize() for part in table.table.split("_"))


def _limit(limit: float | dt.date) -> str:
    return f'pd.Timestamp("{limit}")' if isinstance(limit, dt.date) else str(limit)


def _pattern(pattern: str) -> str:
    whole = rf"(?:{pattern})\Z"
    return f'r"{whole}"' if '"' not in whole and whole.isprintable() else _text(whole)


def _text(text: str) -> str:
    """A text as a Python literal, in the quotes a formatter would give it."""
    plain = json.dumps(text, ensure_ascii=not text.isprintable())
    return repr(text) if '"' in text and "'" not in text and text.isprintable() else plain


def _plain(text: str) -> str:
    """A title fit for a docstring."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split()).rstrip(".")
