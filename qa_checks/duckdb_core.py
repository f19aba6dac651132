"""Opening a DuckDB database, and DuckDB's errors, without the rest of its Python package.

The rest builds queries out of Python objects, which nothing here does; importing it takes longer
than all else before the first file is opened.
"""

try:
    from _duckdb import (
        BinderException,
        DataError,
        DuckDBPyConnection,
        Error,
        OutOfMemoryException,
        ProgrammingError,
        __version__,
        connect,
    )
except ImportError:  # a build that keeps them elsewhere
    from duckdb import (
        BinderException,
        DataError,
        DuckDBPyConnection,
        Error,
        OutOfMemoryException,
        ProgrammingError,
        __version__,
        connect,
    )

Connection = DuckDBPyConnection
ENGINE = f"DuckDB v{__version__}"  # as `SELECT version()` says it

__all__ = [
    "ENGINE",
    "BinderException",
    "Connection",
    "DataError",
    "Error",
    "OutOfMemoryException",
    "ProgrammingError",
    "connect",
]
