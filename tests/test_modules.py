"""A module's name is its own, and a module is short enough to be read at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import qa_checks

MODULES = [
    path
    for path in Path(qa_checks.__path__[0]).rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py") and path.parent.name != "compiled"
]


def test_no_two_modules_share_a_name() -> None:
    names = Counter(path.name for path in MODULES)
    assert len(names) > 300
    assert [name for name, times in names.items() if times > 1] == []


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path.name: lines for path, lines in lengths.items() if lines > 300} == {}


def test_records_are_made_in_one_way() -> None:
    """By msgspec; a dataclass takes forty times as long, each time the program starts."""
    makers = [path.name for path in MODULES if "@dataclass" in path.read_text(encoding="utf-8")]
    assert makers == []
