"""YAML files that people write and commands add to: what stands there stays as it is.

An addition is text put at its place; comments, order and style of the rest are
kept. The new text is read back and compared before it takes the place of the old.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from qa_checks.catalogue.yaml_files import read_text, read_yaml
from qa_checks.errors import ReleaseError
from qa_checks.operating_system import lock_folder
from qa_checks.placement import file_aside

Entry = str | Mapping[str, object]
INDENT = 2
WIDTH = 88


class _Plain(yaml.SafeDumper):
    """Writes what occurs twice twice: the files may not refer to parts of themselves."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  its answer is the same for all
        return True


def append(
    path: Path,
    key: str,
    *entries: Entry,
    head: str = "",
    instead: Mapping[int, Entry | None] = MappingProxyType({}),
) -> None:
    """Add entries to the list that stands under a key of the file.

    Parameters
    ----------
    path
        A YAML file that has been read without fault; made, beginning with
        ``head``, if it is not there.
    instead
        What takes the place of entries that stand there, by their number from
        0; None takes one out.

    Raises
    ------
    ReleaseError
        If the list is written in a form that cannot be added to.
    """

    def add(text: str, old: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        there = dict(enumerate(old.get(key) or []))
        for number in sorted(instead, reverse=True):
            text = _with_other(text, key, number, instead[number])
        stays = [entry for entry in {**there, **instead}.values() if entry is not None]
        listed = [*stays, *entries]
        return _with_entries(text, key, entries), {**old, key: listed or None}

    _change(path, add, head)


def put(path: Path, key: str, value: str, head: str = "") -> None:
    """Give a key of the file, which has none yet, its value.

    Raises
    ------
    ReleaseError
        If the file is written in a form that cannot be added to.
    """

    def add(text: str, old: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return _with_value(text, key, value), {**old, key: value}

    _change(path, add, head)


def adopt(release: Path, key: str, name: str) -> bool:
    """Have release.yml name a file that stands beside it, if it names none.

    A command that was stopped may have written the file and not named it.

    Returns
    -------
    bool
        Whether it does so only now.
    """
    if not (release.parent / name).is_file():
        return False
    release_file = read_yaml(release, ReleaseError)
    if not isinstance(release_file, dict) or release_file.get(key) is not None:
        return False
    put(release, key, name)
    return True


def _change(
    path: Path, add: Callable[[str, dict[str, Any]], tuple[str, dict[str, Any]]], head: str
) -> None:
    """Write the file anew with an addition, if it then says what it is to say."""
    path = path.resolve()  # a link stays one
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock_folder(path.parent), file_aside(path) as new:
        there = path.exists()
        old = (read_yaml(path, ReleaseError) or {}) if there else {}
        before = path.read_bytes().decode() if there else head
        lines = "\r\n" if "\r\n" in before else "\n"
        text, wanted = add(before.replace("\r\n", "\n"), old)
        new.write_bytes(text.replace("\n", lines).encode())
        if _parse(new) != wanted:
            raise ReleaseError(
                "The file is written in a form that cannot be added to.",
                where=str(path),
                remedy="Write it as in the docs, one 'key: value' a line and one entry a '-', "
                "or add the entry by hand.",
            )


def _parse(path: Path) -> Any:
    read_text(path, ReleaseError)
    try:
        return read_yaml(path, ReleaseError)
    except ReleaseError:
        return None


def _with_entries(text: str, key: str, entries: Sequence[Entry]) -> str:
    if not entries:
        return text
    node = _find(text, key)
    if node is None:
        return f"{_ended(text)}{key}:\n{_dump(entries, INDENT)}"
    name, value = node
    if isinstance(value, yaml.SequenceNode) and not value.flow_style:
        return _insert(text, _end(text, value), _dump(entries, value.start_mark.column))
    if isinstance(value, yaml.SequenceNode) and value.value:
        raise _in_brackets(key)
    # Nothing yet: an empty list, or no value at all.
    rest, ended, after = text[value.end_mark.index :].partition("\n")
    text = text[: name.end_mark.index + 1] + (rest if rest.strip() else "") + ended + after
    return _insert(text, _line_end(text, name.end_mark.index), _dump(entries, INDENT))


def _with_other(text: str, key: str, number: int, entry: Entry | None) -> str:
    """The text with another entry in the place of one, or with none."""
    place = _find(text, key)
    if place is None or not isinstance(place[1], yaml.SequenceNode) or place[1].flow_style:
        raise _in_brackets(key)
    column = place[1].start_mark.column
    node = place[1].value[number]
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    while text[start + column] != "-":  # the entry begins on a line below its dash
        start = text.rfind("\n", 0, start - 1) + 1
    part = "" if entry is None else _dump([entry], column)
    return text[:start] + part + text[_end(text, node) :]


def _in_brackets(key: str) -> ReleaseError:
    return ReleaseError(
        f"'{key}' is a list in brackets, which cannot be added to.",
        remedy="Write one entry a line, each after a '-'.",
    )


def _with_value(text: str, key: str, value: str) -> str:
    dumped = _dump({key: value}, 0)
    place = _find(text, key)
    if place is None:
        return _ended(text) + dumped
    name, old = place
    return text[: name.start_mark.index] + dumped.rstrip("\n") + text[old.end_mark.index :]


def _find(text: str, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """The nodes of a top-level key and its value."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return None
    return next(((name, value) for name, value in root.value if name.value == key), None)


def _end(text: str, node: yaml.Node) -> int:
    """Where the next line after the last thing in a node begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(node.end_mark.index)
    return _line_end(text, node.end_mark.index)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _insert(text: str, index: int, part: str) -> str:
    return _ended(text[:index]) + part + text[index:]


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _dump(data: Sequence[Entry] | Mapping[str, object], indent: int) -> str:
    plain = data if isinstance(data, Mapping) else list(data)
    dumped = yaml.dump(plain, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDTH)
    return "".join(f"{' ' * indent}{line}\n" for line in dumped[:-1].split("\n"))
