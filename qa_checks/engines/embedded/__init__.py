"""The engine of every run: DuckDB, in the process itself. No other room knows its SQL by name."""

from qa_checks.engines.embedded.engine import Embedded

__all__ = ["Embedded"]
