"""Each table as a pandera model in Python source, to import in a notebook or a pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.exports.new_folder import write_text
from qa_checks.opinions.pandera_counter import check_words

ANNOTATIONS: Final = {
    "text": "str",
    "identifier": "str",
    "integer": "pd.Int64Dtype",
    "number": "pd.Float64Dtype",
    "date": "pa.DateTime",
    "boolean": "pd.BooleanDtype",
}


def write(schemas: Schemas, folder: Path) -> None:
    """Write a package: a module with the model of each table, and one with the code lists."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=False,  # noqa: S701  Python source, each text in it a literal
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    templates.filters["python"] = _literal
    tables = sorted(schemas.tables.values(), key=lambda table: table.table)
    pages = {
        "__init__.py": ("pandera_package", {"models": {t.table: _model(t) for t in tables}}),
        "code_lists.py": ("pandera_code_lists", {"lists": _lists(schemas, tables)}),
        **{f"{t.table}.py": ("pandera_model", _words(t, schemas)) for t in tables},
    }
    for name, (template, words) in pages.items():
        write_text(folder / name, templates.get_template(f"{template}.py.j2").render(words))


def _lists(schemas: Schemas, tables: Iterable[Table]) -> dict[str, list[str]]:
    """The code lists that some column is checked against."""
    names = {_list_of(column) for table in tables for column in table.columns.values()}
    return {name: schemas.codes[name.lower()].codes for name in sorted(names - {""})}


def _list_of(column: Column) -> str:
    """Name of the code list a column is checked against here; '' without."""
    return (column.in_ or "").upper() if column.is_checked else ""


def _words(table: Table, schemas: Schemas) -> dict[str, Any]:
    columns = table.columns.items()
    return {
        "table": table.table,
        "model": _model(table),
        "title": " ".join(table.title.replace("\\", "/").replace('"', "'").split()).rstrip("."),
        "lists": _lists(schemas, [table]),
        "columns": [_column(name, column, schemas) for name, column in columns],
        "unique": [name for name, column in columns if column.is_once],
        "key": table.key if table.unique_key else [],
        "view": table.views.column if table.views else "",
        "repeated": table.views.repeated if table.views else [],
    }


def _model(table: Table) -> str:
    return "".join(part.capitalize() for part in table.table.split("_"))


def _column(name: str, column: Column, schemas: Schemas) -> dict[str, Any]:
    arguments = {"title": _literal(column.title)}
    for word, argument in check_words(column, schemas.codes).items():
        arguments[word] = _codes(column) if word == "isin" else _literal(argument)
    words = {"nullable": not column.must_be_filled, "coerce": not column.is_text}
    arguments |= {word: "True" for word, is_so in words.items() if is_so}
    return {
        "name": name,
        "type": ANNOTATIONS[column.type],
        "required": column.must_be_filled,
        "arguments": arguments,
    }


def _codes(column: Column) -> str:
    name = _list_of(column)
    return f"[int(code) for code in {name}]" if column.type == "integer" else name


def _literal(value: str | float | pd.Timestamp) -> str:
    """A value as Python source, a text in the quotes a formatter would give it."""
    if isinstance(value, pd.Timestamp):
        return f'pd.Timestamp("{value.date()}")'
    if not isinstance(value, str):
        return str(value)
    if "\\" in value and '"' not in value and value.isprintable():
        return f'r"{value}"'
    if '"' in value and "'" not in value and value.isprintable():
        return repr(value)
    return json.dumps(value, ensure_ascii=not value.isprintable())
