"""The engine of every run, by which any other is measured.

A new engine is a module or a folder here that keeps to the door; named in `start`, it executes all
that is checked and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa_checks.engines.door import Engine
from qa_checks.engines.embedded.engine import Embedded

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded


def start(loaded: Loaded, facts: Mapping[str, Any]) -> Engine:
    """Start the engine, with the tables of a run and the facts of its release."""
    return Embedded(loaded, facts)
