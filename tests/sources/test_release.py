"""Releases whose rows, or whose system of record, stand in a database."""

from __future__ import annotations

import base64
import html
import json
import logging
import shutil
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.inputs import Role
from qa_checks.model.report import Verdict
from qa_checks.opened import Options, opened
from qa_checks.reading.contents import Limits
from qa_checks.release_file import read_release
from qa_checks.sign_off.private_copy import copy_release
from tests.cli.running import Ended, qa_checks
from tests.postgres import PASSWORD, Postgres
from tests.reconciliation.office import EXTRACT, NAMES, QUERY, Office
from tests.small_catalogue import HEADER, write_yaml

NAMED = ", ".join(f'{name} AS "{header}"' for name, header in zip(NAMES, HEADER, strict=True))
EXTRACTED = f"SELECT {NAMED} FROM visits ORDER BY number"
TYPES = ("varchar", "date", "char(9)", "numeric", "float8", "varchar", "text")


@pytest.fixture(scope="module", autouse=True)
def visits(server: Postgres) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(NAMES, TYPES, strict=True))
    server.execute(
        f"DROP TABLE IF EXISTS visits; CREATE TABLE visits ({columns}); INSERT INTO visits VALUES "
        "('1', '2022-05-10', 'Full', 5, 0.5, 'Yes', 'Ann'), "
        "('2', '2022-05-11', 'Short', 4, 0.25, 'No', 'Bob'), "
        "('3', '2022-05-12', 'Full', 3, NULL, NULL, NULL)"
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Postgres) -> Office:
    monkeypatch.setenv(server.variable, PASSWORD)
    return Office(tmp_path)


def read(office: Office) -> Any:
    return opened(read_release(office.release), Options(office.catalogue))


def test_an_extract_is_read_from_a_database_as_from_a_file(
    office: Office, server: Postgres
) -> None:
    rows = "SELECT * EXCLUDE (_source) FROM visits ORDER BY number"
    office.write()
    with read(office) as there:
        from_file = there.loaded.connection.execute(rows).fetchall()
    (office.folder / "extract.sql").write_text(f"{EXTRACTED};\n", encoding="utf-8")
    office.write(files=[{"database": server.url, "query": "extract.sql"}])
    with read(office) as there:
        assert there.loaded.connection.execute(rows).fetchall() == from_file
        [sheet] = there.loaded.inputs
    assert (sheet.path, sheet.rows, sheet.layout) == (f"{server.url}, extract.sql", 3, "visits")
    assert len(sheet.sha256) == 64


def test_rows_that_are_the_same_have_the_same_digest(office: Office, server: Postgres) -> None:
    office.write(files=[{"database": server.url, "query": EXTRACTED}])
    digests = set()
    for _ in range(2):
        with read(office) as there:
            digests.add(there.loaded.inputs[0].sha256)
    assert len(digests) == 1


def test_a_source_is_no_earlier_release(office: Office, server: Postgres) -> None:
    office.declare(database=server.url)
    with read(office) as there:
        [source] = there.loaded.sources
        loaded = there.loaded
        assert loaded.earlier == ()
        assert [item.role for item in loaded.inputs] == [Role.RELEASE, Role.SOURCE]
        kept = loaded.connection.execute("SELECT DISTINCT role FROM extract_sheets").fetchall()
    assert {role for (role,) in kept} == {"release", "source"}
    assert (source.table, source.key, source.rows, source.problem) == ("visits", ("number",), 3, "")
    assert source.shown == f"{server.url}, query"
    assert source.database == "source_1"
    assert {column.name: column.type for column in source.columns} == {
        "number": "varchar", "day": "date", "kind": "bpchar", "score": "numeric",
        "share": "float8", "open": "varchar", "person": "text",
    }  # fmt: skip


def test_earlier_releases_and_sources_are_told_apart(office: Office, server: Postgres) -> None:
    before = office.folder / "before"
    before.mkdir()
    entry = {"database": server.url, "query": EXTRACTED}
    about = {"release": "visits-2021", "title": "Visits 2021", "as_at": "2021-12-31"}
    write_yaml(before / "release.yml", {**about, "files": [entry]})
    source = {"table": "visits", **entry, "query": f"{EXTRACTED} -- of the system of record"}
    office.write(files=[entry], previous="before/release.yml", sources=[source])
    with read(office) as there:
        assert [(item.path, item.role) for item in there.loaded.inputs] == [
            (f"{server.url}, query", Role.RELEASE),
            (f"{server.url}, before/query", Role.PREVIOUS),
            (f"{server.url}, query 2", Role.SOURCE),
        ]
        assert [snapshot.database for snapshot in there.loaded.earlier] == ["previous"]


@pytest.mark.parametrize(
    ("own", "source", "line"),
    [
        ({"path": "extract.csv"}, {"path": "../{folder}/extract.csv", "layout": "visits"}, 9),
        (
            {"database": "sqlite:///care.db", "query": QUERY},
            {"database": "sqlite:///care.db", "query": QUERY.replace(" ", "\n ")},
            12,
        ),
    ],
)
def test_a_source_is_no_part_of_the_extract(
    office: Office, own: dict[str, str], source: dict[str, str], line: int
) -> None:
    named = {key: text.replace("{folder}", office.folder.name) for key, text in source.items()}
    office.write(files=[own], sources=[{"table": "visits", **named}])
    with pytest.raises(ReleaseError) as refused:
        read_release(office.release)
    assert refused.value.what == (
        "This source is of the extract itself, under 'files': it would be compared with itself."
    )
    assert refused.value.where == f"{office.release}:{line}"


def test_a_file_can_be_a_source_and_a_query_may_give_more_columns(office: Office) -> None:
    shutil.copy(office.folder / "extract.csv", office.folder / "register.csv")
    office.write(
        sources=[
            {"table": "visits", "path": "register.csv", "layout": "visits"},
            {
                "table": "visits",
                "database": "sqlite:///care.db",
                "query": "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, number, score FROM visits",
            },
        ]
    )
    with read(office) as there:
        assert [source.rows for source in there.loaded.sources] == [3, 3]
        assert [source.shown for source in there.loaded.sources] == [
            "register.csv",
            "sqlite:///care.db, query",
        ]
        given = there.loaded.snapshots["source_2"].columns
    assert given == {("visits", "number"), ("visits", "score")}


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (f"{QUERY} LIMIT 0", "There is no row below the header in row 1 (Visits, by the names of "
         "the catalogue). The query found none: correct it, or take the entry out."),
        ("SELECT score FROM visits", "It has no column number, by which a row of 'visits' is "
         "named."),
        ("SELECT number, number FROM visits", "It has the column number twice: nobody can tell "
         "which one is right."),
        ("SELECT number FROM nowhere", "The query fails: no such table: nowhere."),
    ],
)  # fmt: skip
def test_what_was_not_read_makes_the_run_incomplete(
    office: Office, query: str, problem: str
) -> None:
    office.declare(query)
    ended = run(office)
    assert (ended.code, ended.report["verdict"]) == (2, Verdict.INCOMPLETE)
    [told] = ended.report["problems"]
    assert problem in told["message"]
    with read(office) as there:
        [source] = there.loaded.sources
    assert source.rows is None
    assert problem in source.problem


def run(office: Office, *words: str, **extra: str) -> Ended:
    listed = ["run", "release.yml", "--catalogue", "catalogue", "--output", "out"]
    return qa_checks(*listed, "--format", "json", *words, cwd=office.folder, **extra)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"path": "a.csv", "database": "sqlite:///care.db"}, "name either a file ('path') or a "
         "database ('database' and 'query')."),
        ({}, "name either a file ('path') or a database ('database' and 'query')."),
        ({"database": "sqlite:///care.db"}, "a database and what it is asked ('query') belong "
         "together."),
        ({"path": "a.csv", "query": "SELECT 1"}, "a database and what it is asked ('query') belong "
         "together."),
        ({"path": "postgresql://reader:hunter2@h/care"}, "a URL is named under 'database', with "
         "its 'query', not as a path."),
        ({"database": "postgresql://reader:hunter2@h/care", "query": "SELECT 1"},
         "The URL of a database holds no password. Take it out; it stands in the environment "
         "variable QA_CHECKS_PASSWORD_H."),
        ({"database": "reader:hunter2@h", "query": "SELECT 1"}, "This is no URL of a database."),
        ({"database": "sqlite:///care.db", "query": "nowhere.sql"},
         "The file of the query 'nowhere.sql' cannot be read."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["files", "sources"])
def test_an_entry_that_is_none_is_said_with_its_line(
    office: Office, key: str, entry: dict[str, str], fault: str
) -> None:
    more = {"table": "visits"} if key == "sources" else {}
    office.write(**{key: [{**entry, **more}]} if entry or more else {key: [{"basis": "x"}]})
    with pytest.raises(ReleaseError) as refused:
        read_release(office.release)
    assert fault in str(refused.value)
    assert refused.value.where.startswith(f"{office.release}:")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"table": "visit"}, "The catalogue has no table 'visit'. Did you mean 'visits'?"),
        ({"key": ["numbr"]}, "The table 'visits' has no column 'numbr'. Did you mean 'number'?"),
        ({"columns": ["scores"]}, "The table 'visits' has no column 'scores'."),
        ({"columns": ["number"]}, "The columns to compare are those of the key alone, by which "),
    ],
)
def test_a_source_names_what_the_catalogue_has(
    office: Office, more: dict[str, Any], fault: str
) -> None:
    office.declare(**more)
    with pytest.raises(ReleaseError) as refused, read(office):
        pass
    assert refused.value.what.startswith(fault)
    assert refused.value.where.startswith(f"{office.release}:")


def test_queries_and_databases_that_are_files_are_copied_for_a_sign_off(
    office: Office, server: Postgres
) -> None:
    (office.folder / "extract.sql").write_text(EXTRACTED, encoding="utf-8")
    (office.folder / "source.sql").write_text(QUERY, encoding="utf-8")
    office.write(
        files=[{"database": server.url, "query": "extract.sql"}],
        sources=[
            {"table": "visits", "database": "sqlite:///care.db", "query": "source.sql"},
            {"table": "visits", "path": "extract.csv", "layout": "visits"},
        ],
    )
    with copy_release(office.release, office.catalogue, Limits()) as copied:
        assert copied.faults == ()
        assert sorted(copied.subjects) == ["extract.sql", "release.yml", "source.sql"]
        with opened(copied.release, Options(copied.catalogue)) as there:
            assert [source.rows for source in there.loaded.sources] == [3, 3]
            assert there.loaded.problems == ()


def test_a_url_among_the_files_of_check_is_not_repeated(tmp_path: Path) -> None:
    ended = qa_checks("check", "postgresql://reader:hunter2@127.0.0.1/care", cwd=tmp_path)
    assert ended.code == 2
    assert "A database is not checked by its URL alone." in ended.err
    assert "hunter2" not in ended.out + ended.err
    assert list(tmp_path.iterdir()) == []


def every_file(folder: Path) -> dict[str, bytes]:
    """What stands in each file below a folder, and in each part of a workbook."""
    held = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in [name for name in held if name.endswith(".xlsx")]:
        with zipfile.ZipFile(name) as workbook:
            held |= {f"{name}/{part}": workbook.read(part) for part in workbook.namelist()}
    return held


def spellings(secret: str) -> set[bytes]:
    """How a secret may be written."""
    texts = {secret, quote(secret), quote(secret, safe=""), html.escape(secret), repr(secret)[1:-1]}
    texts |= {json.dumps(secret)[1:-1], secret.replace("}", "}}"), secret.replace("'", "''")}
    return {text.encode() for text in texts} | {base64.b64encode(secret.encode())}


@pytest.mark.parametrize("outcome", ["read", "halfway", "wrong", "unread"])
def test_no_password_is_in_anything_that_is_written(
    office: Office, server: Postgres, outcome: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    given = "Wr0ng'%@/:} {;=pw" if outcome == "wrong" else PASSWORD
    query = {
        "halfway": "SELECT number, pg_terminate_backend(pg_backend_pid()) AS score FROM visits",
        "unread": "SELECT number, say_nothing() FROM visits",
    }.get(outcome, QUERY)
    office.write(
        files=[{"path": "extract.csv"}, {"database": server.url, "query": EXTRACTED}],
        sources=[{"table": "visits", "database": server.url, "query": query}],
    )
    ended = run(office, "--debug", **{server.variable: given})
    assert ended.code in {"read": (0, 1), "wrong": (2,)}.get(outcome, (2,))
    written = every_file(office.folder)
    assert any(name.endswith("report.html") for name in written)
    assert any(name.endswith("history.jsonl") for name in written)
    told = {"out": ended.out.encode(), "err": ended.err.encode(), "log": caplog.text.encode()}
    leaks = [
        name
        for name, content in {**written, **told}.items()
        for secret in spellings(given)
        if secret in content
    ]
    assert leaks == []


def test_processes_that_are_started_are_not_given_the_password(
    office: Office, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import Workbook

    from qa_checks.reading import workbook as reader

    book = Workbook()
    for row in [HEADER, *EXTRACT]:
        book.active.append(list(row))
    book.save(office.folder / "extract.xlsx")
    given: list[dict[str, str]] = []
    start = reader.subprocess.run

    def note(*words: Any, **named: Any) -> Any:
        given.append(named["env"])
        return start(*words, **named)

    monkeypatch.setattr(reader.subprocess, "run", note)
    office.write(files=[{"path": "extract.xlsx"}])
    with read(office) as there:
        assert there.loaded.problems == ()
    assert [server.variable in environment for environment in given] == [False]
