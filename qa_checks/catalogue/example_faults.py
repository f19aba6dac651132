"""What is wrong with the examples of a rule: keys, tables, columns and facts that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa_checks.catalogue.bound import without_release
from qa_checks.catalogue.codes import code_fault
from qa_checks.catalogue.guard import check_facts
from qa_checks.catalogue.rule_file import Example
from qa_checks.catalogue.rule_on_ground import RuleOnGround
from qa_checks.catalogue.schema_sql import Fault, Key
from qa_checks.words import list_words, suggest

KEYS = ("note", "rows", "facts", "finds")


def example_faults(file: RuleOnGround) -> Iterator[Fault]:
    """What is wrong with the examples of a rule, by key."""
    examples = file.rule.examples
    for kind, listed in (("valid", examples.valid), ("invalid", examples.invalid)):
        for number, example in enumerate(listed):
            key = ("examples", kind, number)
            if isinstance(example, Example):
                yield from _long_faults(key, example, file)
            elif "rows" in example:
                wrong = [name for name in example if name not in KEYS]
                yield key, f"an example has {list_words(KEYS)}; {_say_wrong(wrong)}"
            else:
                yield from _row_faults(key, file.rule.table, [example], file)


def _say_wrong(keys: list[str]) -> str:
    if keys:
        return f"'{keys[0]}' is none of them. {suggest(keys[0], KEYS)}".rstrip()
    return "its rows are a list for each table"


def _long_faults(key: Key, example: Example, file: RuleOnGround) -> Iterator[Fault]:
    known = file.ground.known.columns
    for table, rows in example.rows.items():
        if table in known:
            yield from _row_faults((*key, "rows", table), table, rows, file)
        else:
            yield (*key, "rows", table), f"there is no table '{table}'. {suggest(table, known)}"
    if fault := check_facts(example.facts):
        yield (*key, "facts"), fault
    if "valid" in key and example.finds:
        yield (*key, "finds"), "in a valid example nothing is found"


def _row_faults(
    key: Key, table: str, rows: Iterable[Mapping[str, Any]], file: RuleOnGround
) -> Iterator[Fault]:
    known = file.ground.known.columns[table]
    schema = file.ground.tables.get(without_release(table))
    for row in rows:
        for name, value in row.items():
            column = schema.columns.get(name) if schema and value is not None else None
            if name not in known:
                yield key, f"column '{name}' is not in table '{table}'. {suggest(name, known)}"
            elif column and column.is_text and isinstance(value, bool):
                yield key, f"column '{name}' holds text: put a word such as Yes in quotation marks"
            elif column and (fault := code_fault(str(value), column.in_, file.ground.codes)):
                yield key, f"{name}: {fault}"
