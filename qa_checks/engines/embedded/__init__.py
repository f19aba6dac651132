"""The engine of every run: DuckDB, in the process itself. No other room knows its SQL by name."""
