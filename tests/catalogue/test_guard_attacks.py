"""Hostile SQL in a catalogue: refused with file and line, and by the locked engine as well."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from qa_checks.allowance import LEAST
from qa_checks.catalogue import load
from qa_checks.catalogue.sql_names import SURROUNDINGS
from qa_checks.errors import CatalogueError
from qa_checks.reading.connection import connect, lock
from qa_checks.reading.release_files import read_files
from tests.own_rules import parser

TABLE = {
    "table": "visits",
    "title": "Visits",
    "rows_are": "visits",
    "key": ["number"],
    "columns": {
        "number": {"title": "Number", "nullable": False, "example": "1"},
        "score": {"title": "Score", "type": "integer", "example": 3},
    },
}
LAYOUT = {
    "layout": "visits",
    "title": "visits",
    "required": ["visits.number"],
    "blocks": [{"table": "visits", "columns": {"number": ["Number"], "score": ["Score"]}}],
}
RULE: dict[str, Any] = {
    "id": "ABC001",
    "name": "a-fault",
    "title": "No fault",
    "table": "visits",
    "severity": "error",
    "message": "{number} is at fault.",
    "why": "It matters.",
    "remedy": "Mend it.",
    "source": ["nowhere"],
    "examples": {"valid": [{"score": 1}], "invalid": [{"score": 9}]},
}

CUBE: dict[str, Any] = {
    "cube": "all",
    "title": "All",
    "tables": ["visits"],
    "select": "SELECT number, _source, _row FROM visits",
    "measures": {"visits": "count"},
    "figures": {"all": {"title": "All"}},
}

EXPRESSIONS = [
    # files
    "(SELECT count(*) FROM read_csv('/etc/passwd')) = 1",
    "(SELECT content FROM read_text('/etc/passwd')) IS NULL",
    "(SELECT count(*) FROM glob('/*')) > 0",
    "(SELECT count(*) FROM 'file.csv') > 0",
    '(SELECT count(*) FROM "/etc/passwd") > 0',
    '(SELECT count(*) AS "file.csv" FROM "file.csv") > 0',
    "(SELECT count(*) FROM 'file.csv' AS \"file.csv\") > 0",
    "(SELECT count(*) FROM (WITH \"file.csv\" AS (SELECT 1) SELECT 1) a, 'file.csv') > 0",
    "(SELECT count(*) FROM parquet_metadata('x')) > 0",
    "(SELECT count(*) FROM sniff_csv('/etc/passwd')) > 0",
    "(SELECT count(*) FROM read_csv('https://example.org/a.csv')) > 0",
    "(SELECT count(*) FROM 'https://example.org/a.csv') > 0",
    # the engine and its surroundings
    "getenv('HOME') = 'x'",
    "GETENV ('HOME') = 'x'",
    "('HOME').getenv() IS NULL",
    "current_setting('threads') = 1",
    "getvariable('x') IS NULL",
    "nextval('s') > 0",
    "random() > 0.5",
    "now() > DATE '2020-01-01'",
    "current_user = 'x'",
    "version() = 'x'",
    *(
        f"(SELECT max({name}) FROM (SELECT 1 AS {name})) = 1 AND (SELECT {name}) IS NULL"
        for name in sorted(SURROUNDINGS)
    ),
    "(SELECT count(*) FROM duckdb_settings()) > 0",
    "(SELECT count(*) FROM duckdb_tables) > 0",
    "(WITH duckdb_settings AS (SELECT 1) SELECT count(*) FROM duckdb_settings) > 0",
    "(SELECT count(*) FROM information_schema.tables) > 0",
    "(SELECT count(*) FROM pragma_table_info('visits')) > 0",
    "(SELECT count(*) FROM sqlite_master) > 0",
    "(SELECT count(*) FROM memory.main.visits) > 0",
    "(SELECT count(*) FROM base.visits) > 0",
    "(SELECT count(*) FROM visits AT (VERSION => 1)) > 0",
    # variables of Python
    "(SELECT count(*) FROM connection) > 0",
    "(SELECT count(*) FROM store) > 0",
    # SQL in text
    "(SELECT count(*) FROM query('SELECT 1')) > 0",
    "(SELECT count(*) FROM query_table('visits')) > 0",
    "(SELECT count(*) FROM json_execute_serialized_sql('x')) > 0",
    # endless
    "(SELECT count(*) FROM range(1000000000000)) > 0",
    "(SELECT count(*) FROM generate_series(1, 1000000000000)) > 0",
    "(SELECT count(*) FROM repeat(1, 1000000000000)) > 0",
    "(WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r) > 0",
    "repeat('x', 10000000000) = ''",
    "lpad('x', 2000000000, 'y') = ''",
    "len(range(1000000000)) > 0",
    # functions of functions
    "list_transform([1], lambda x: x) IS NULL",
    "[x for x in [1, 2]] IS NULL",
    "main.lower('x') = 'x'",
    "CASE WHEN getenv('x') IS NULL THEN TRUE END",
    "(SELECT max(number) FILTER (getenv('x') IS NULL) FROM visits) IS NULL",
    "(SELECT max(number) OVER (ORDER BY getenv('x')) FROM visits) IS NULL",
    "(SELECT number FROM visits ORDER BY getenv('x') LIMIT 1) IS NULL",
    "(SELECT number FROM visits LIMIT (SELECT count(*) FROM read_text('x'))) IS NULL",
    "(SELECT * REPLACE (getenv('x') AS number) FROM visits) IS NULL",
    "COLUMNS('.*') IS NULL",
    "COLUMNS(*) IS NULL",
    # out of its own brackets
    "TRUE --",
    "TRUE -- a remark",
    "TRUE /*",
    "TRUE) OR (FALSE",
    "TRUE) FROM visits WHERE (TRUE",
    "TRUE) UNION SELECT (TRUE",
    "TRUE); DROP TABLE visits; SELECT (TRUE",
    "TRUE) --\n; DROP TABLE visits; SELECT (TRUE",
    "TRUE) AS x, (TRUE",
    "TRUE], [TRUE",
    "TRUE] || [TRUE",
    "TRUE][1",
    "TRUE, FALSE",
    "TRUE; SELECT TRUE",
    ";",
    "SELECT 1",
    # look-alikes
    "\uff4c\uff4f\uff57\uff45\uff52('x') = 'x'",
    "low\u0435r('x') = 'x'",  # a Cyrillic letter
    "sc\u043ere > 1",
    # too deep
    "(" * 3000 + "score" + ")" * 3000,
    "NOT " * 900 + "TRUE",
    "CASE WHEN " * 900 + "TRUE" + " THEN TRUE END" * 900,
    # facts no release can give
    "score > $1",
    "score > ?",
    "score > $as_att",
]
STATEMENTS = [
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "COPY visits FROM '/etc/passwd'",
    "ATTACH '/tmp/x.db'",
    "DETACH memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "SET VARIABLE x = 1",
    "RESET threads",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "CREATE TABLE x AS SELECT 1",
    "CREATE MACRO f(x) AS x",
    "INSERT INTO visits SELECT * FROM visits",
    "DELETE FROM visits",
    "UPDATE visits SET score = 1",
    "DROP TABLE visits",
    "ALTER TABLE visits ADD COLUMN x INTEGER",
    "TRUNCATE visits",
    "EXPORT DATABASE '/tmp/x'",
    "EXPLAIN ANALYZE SELECT 1",
    "PREPARE x AS SELECT 1",
    "SHOW TABLES",
    "DESCRIBE visits",
    "SUMMARIZE visits",
    "PIVOT visits ON score",
    "USE previous",
    "VACUUM",
    "SELECT 1; SELECT 2",
    "SELECT t.* FROM visits AS t;",
    "SELECT t.* FROM visits AS t -- all",
    "SELECT 1) UNION (SELECT 2",
    "SELECT 1) OR EXISTS (SELECT 2",
    "WITH visits AS (SELECT 1) SELECT * FROM visits",
    "WITH Visits AS (SELECT * FROM visits WHERE false) SELECT t.* FROM visits AS t",
    'WITH "VISITS" AS (SELECT * FROM visits WHERE false) SELECT t.* FROM visits AS t',
    "WITH Duckdb_Settings AS (SELECT 1) SELECT * FROM duckdb_settings",
    "WITH a AS (DELETE FROM visits RETURNING 1) SELECT 1 FROM a",
    "SELECT * INTO x FROM visits",
]


def catalogue(folder: Path, rule: dict[str, Any] | None = None, **schemas: Any) -> Path:
    """Write a catalogue of one table, one layout and one rule."""
    files: dict[str, Any] = {
        "schemas/tables/visits.yml": TABLE,
        "schemas/layouts/visits.yml": LAYOUT,
        "rules/office/ABC001_a_fault.yml": RULE | (rule or {"require": "score < 5"}),
        **{f"schemas/{name.replace('__', '/')}.yml": what for name, what in schemas.items()},
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
    return folder


def refused(folder: Path) -> str:
    """Why the catalogue is refused."""
    with pytest.raises(CatalogueError) as fault:
        load(folder, parser())
    return str(fault.value)


def test_the_catalogue_itself_is_fine(tmp_path: Path) -> None:
    assert "ABC001" in load(catalogue(tmp_path), parser()).rules


@pytest.mark.parametrize("sql", EXPRESSIONS, ids=range(len(EXPRESSIONS)))
def test_require_is_refused_with_its_line(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "rules/office/ABC001_a_fault.yml"
    catalogue(tmp_path, {"require": sql})
    lines = path.read_text("utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, start=1) if line.startswith("require:"))
    message = refused(tmp_path)
    assert message.startswith((f"{path}:{number}: require: ", f"{path}:{number}: 'require': "))


@pytest.mark.parametrize("sql", STATEMENTS, ids=range(len(STATEMENTS)))
def test_query_is_refused_with_its_line(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "rules/office/ABC001_a_fault.yml"
    catalogue(tmp_path, {"query": sql})
    lines = path.read_text("utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, start=1) if line.startswith("query:"))
    message = refused(tmp_path)
    assert message.startswith((f"{path}:{number}: query: ", f"{path}:{number}: 'query': "))


@pytest.mark.parametrize(
    "rule",
    [
        {"require": "score < 5", "scope": {"where": "getenv('x') IS NULL"}},
        {"require": "score < 5", "scope": {"where": "TRUE --"}},
        {"require": "score < 5", "given": {"that": "getenv('x') IS NULL", "else": "no"}},
        {"references": {"columns": ["number"], "to": "visits", "to_columns": ["number"],
                        "where": "getenv('x') IS NULL"}},
        {"figure": {"name": "all", "equals": "getenv('x')"}, "message": "{figure}"},
        {"figure": {"name": "all", "at_least": "1) + (SELECT 1"}, "message": "{figure}"},
        {"query": "../../../secret.sql"},
        {"query": "/etc/secret.sql"},
        {"unique": ["number\" FROM visits; --"]},
        {"require": "score < 5", "scope": {"score OR getenv('x') IS NULL": [1]}},
        {"require": "score < 5", "table": "visits; DROP TABLE visits"},
        {"require": "score < 5", "message": "{number.__class__}"},
        {"require": "score < 5", "message": "{number[0]}"},
        {"require": "score < 5", "message": "{number:>1000000000}"},
        {"require": "score < 5", "message": "{number!r}"},
        {"require": "score < 5", "message": "{0}"},
        {"require": "score < 5", "message": "{number"},
        {"query": "SELECT t.* FROM visits AS t", "message": "{number.__init__.__globals__}"},
        {"require": "score < 5 AND " + "score < 5 AND " * 2000 + "TRUE"},
    ],
)  # fmt: skip
def test_every_other_part_of_a_rule_is_refused(tmp_path: Path, rule: dict[str, Any]) -> None:
    (tmp_path / "secret.sql").write_text("SELECT t.* FROM visits AS t")
    message = refused(catalogue(tmp_path, rule, cubes__all=CUBE))
    assert message.startswith(f"{tmp_path / 'rules/office/ABC001_a_fault.yml'}:")


@pytest.mark.parametrize("change", [{"id": "../../x"}, {"name": "../x"}, {"id": "abc001"}])
def test_ids_and_names_that_are_paths_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    assert "string should match pattern" in refused(
        catalogue(tmp_path, {"require": "score < 5"} | change)
    )


def test_a_link_to_sql_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.sql").write_text("SELECT t.* FROM visits AS t")
    catalogue(tmp_path, {"query": "near.sql"})
    (tmp_path / "rules/office/near.sql").symlink_to(tmp_path / "secret.sql")
    assert "must stand beside the rule" in refused(tmp_path)


@pytest.mark.parametrize(
    "sql", ["(SELECT content FROM read_text('/etc/passwd'))", "score) AS x, (1", "score --"]
)
def test_derived_columns_are_refused(tmp_path: Path, sql: str) -> None:
    column = {"title": "Twice", "type": "integer", "derived": sql}
    table = TABLE | {"columns": TABLE["columns"] | {"twice": column}}  # type: ignore[operator]
    assert "schemas/tables/visits.yml" in refused(catalogue(tmp_path, tables__visits=table))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM read_csv('/etc/passwd')",
        "SELECT count(*) FROM 'file.csv'",
        "SELECT getenv('HOME')",
        "SELECT 1; DROP TABLE visits",
        "DROP TABLE visits",
    ],
)
def test_cubes_are_refused(tmp_path: Path, sql: str) -> None:
    message = refused(catalogue(tmp_path, cubes__all=CUBE | {"select": sql}))
    assert message.startswith(f"{tmp_path / 'schemas/cubes/all.yml'}:5: ")


@pytest.mark.parametrize(
    "given", ["getenv('x') = ''", "TRUE) OR (TRUE", "(SELECT count(*) FROM 'file.csv') > 0"]
)
def test_what_a_cube_is_given_is_refused(tmp_path: Path, given: str) -> None:
    cube = CUBE | {"given": {"that": given, "else": "no"}}
    message = refused(catalogue(tmp_path, cubes__all=cube))
    assert message.startswith(f"{tmp_path / 'schemas/cubes/all.yml'}:11: ")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('a" AS SELECT 1; --', "code"),
        ("kinds", "code,a': 'VARCHAR'}); DROP TABLE x; --"),
        ("kinds", 'code,"a b"'),
    ],
)
def test_code_lists_with_sql_in_their_names_are_refused(
    tmp_path: Path, name: str, header: str
) -> None:
    catalogue(tmp_path)
    (tmp_path / "schemas/codes").mkdir()
    cells = ",".join("x" for _ in header.split(","))
    (tmp_path / f"schemas/codes/{name}.csv").write_text(f"{header}\n{cells}\n")
    assert "is not a plain name" in refused(tmp_path)


def test_keys_behind_the_examples_count_as_well(tmp_path: Path) -> None:
    path = catalogue(tmp_path) / "rules/office/ABC001_a_fault.yml"
    path.write_text(path.read_text() + "scope: {where: getenv('x') IS NULL}\n")
    assert "getenv" in refused(tmp_path)
    path.write_text(path.read_text().replace("scope: {", "require: score > 1\nscope: {"))
    assert "given twice" in refused(tmp_path)


def test_all_that_the_engine_calls_without_brackets_is_known() -> None:
    tokens = ["date", "time", "timestamp", "user", "role", "schema", "catalog"]
    words = ["user", "session_user", "system_user", "localtime", "localtimestamp", "rowid"]
    called = set()
    for word in [*words, *(f"current_{token}" for token in tokens)]:
        with suppress(duckdb.Error):
            parser().execute(f"SELECT {word}")
            called.add(word)
    assert called == SURROUNDINGS


@pytest.mark.parametrize("line_end", ["\n", "\n\x85", "\n\u2028", "\n\u2029"])
def test_a_key_behind_any_line_end_counts(tmp_path: Path, line_end: str) -> None:
    path = catalogue(tmp_path) / "rules/office/ABC001_a_fault.yml"
    before, _, examples = path.read_text("utf-8").partition("examples:")
    logic = "require: score < 5\n"
    assert logic in examples
    ended = examples.replace(logic, "").rstrip("\n")
    path.write_text(f"{before}{logic}examples:{ended}{line_end}scope: {{score: [1]}}\n", "utf-8")
    assert load(tmp_path, parser()).rules["ABC001"].logic.scope == "score IN (1)"


def test_a_key_that_only_begins_like_examples_is_none(tmp_path: Path) -> None:
    path = catalogue(tmp_path) / "rules/office/ABC001_a_fault.yml"
    text = path.read_text("utf-8").replace("require: score < 5\n", "")
    assert "require" not in text
    path.write_text(text.replace("examples:", "require: score < 5\nexamples:all:"), "utf-8")
    assert "'examples:all' is not a key of this file." in refused(tmp_path)


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The engine as rules meet it, without the guard before it."""
    folder = tmp_path_factory.mktemp("locked")
    connection = connect()
    read_files(connection, load(catalogue(folder), connection), folder)
    lock(connection, [], LEAST)
    return connection


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM sniff_csv('{file}')",
        "SELECT * FROM read_json('{file}')",
        "SELECT * FROM parquet_metadata('{file}')",
        "SELECT * FROM 'https://example.org/a.csv'",
        "SELECT * FROM STATEMENTS",
        "COPY (SELECT 1) TO '{file}.out'",
        "COPY visits FROM '{file}'",
        "ATTACH '{file}.db'",
        "EXPORT DATABASE '{file}.folder'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET python_enable_replacements = true",
        "SET temp_directory = '/'",
        "RESET enable_external_access",
        "PRAGMA enable_profiling",
        "CALL enable_logging()",
        "SELECT getenv('HOME')",
    ],
)
def test_the_locked_engine_refuses_too(
    locked: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        locked.cursor().execute(sql.format(file=file)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
