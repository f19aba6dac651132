"""Bad files, bad YAML: one paragraph, exit code 2, nothing half written, bounded memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import (
    RUN_FILES,
    listing,
    qa_checks,
    qa_checks_watched,
)

MIB = 1 << 20
AS_AT = "data/providers_as_at_31_august_2021.csv"
LA_IN_YEAR = "data/local_authority_inspections_in_year.csv"
MOST_GROWTH = 200  # MiB
Spoil = Callable[[bytes, Path], None]


def gzip_bomb(_: bytes, path: Path) -> None:
    path.write_bytes(gzip.compress(b"a" * MIB) * 400)


def zip_bomb(_: bytes, path: Path) -> None:
    path.write_bytes(_zipped_blanks())


@cache
def _zipped_blanks() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _number in range(400):
                sheet.write(b" " * MIB)
    return stream.getvalue()


def single_line(_: bytes, path: Path) -> None:
    with path.open("wb") as stream:
        for _number in range(100):
            stream.write(b"a," * (MIB // 2))


def locked_workbook(_: bytes, path: Path) -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + name + bytes(2000))


def unbalanced(table: bytes, path: Path) -> None:
    lines = table.split(b"\n")
    lines[50] = lines[50].replace(b",", b',"', 1)
    path.write_bytes(b"\n".join(lines))


def written(change: Callable[[bytes], bytes]) -> Spoil:
    return lambda table, path: path.write_bytes(change(table)) and None


BAD_FILES: dict[str, tuple[str, Spoil, str]] = {
    "missing": ("x.csv", lambda _table, _path: None, "There is no such file."),
    "empty": ("x.csv", written(lambda _: b""), "The file is empty."),
    "blank": ("x.csv", written(lambda _: b" \n\n"), "nothing but blank space"),
    "cut off gzip": (
        "x.csv.gz",
        written(lambda table: gzip.compress(table)[:2000]),
        "The compressed file is cut off or damaged",
    ),
    "cut off workbook": (
        "x.xlsx",
        written(lambda _: b"PK\x03\x04" + bytes(5000)),
        "The file is cut off or damaged",
    ),
    "binary": ("x.csv", written(lambda _: bytes(range(256)) * 99), "This is a binary file"),
    "picture": ("x.csv", written(lambda _: b"\x89PNG\r\n\x1a\n" + bytes(999)), "a PNG picture"),
    "NUL bytes": (
        "x.csv",
        written(lambda table: table[:9000] + bytes(300) + table[9000:]),
        "A NUL byte stands in line",
    ),
    "password": ("x.xlsx", locked_workbook, "The file is protected with a password."),
    "gzip bomb": ("x.csv.gz", gzip_bomb, "unpacks to more than"),
    "zip bomb": ("x.xlsx", zip_bomb, "far more than its content needs"),
    "one line of 100 MB": ("x.csv", single_line, "Line 1 is longer than 4,194,304 characters."),
    "wrong delimiter": (
        "x.csv",
        written(lambda table: table.replace(b",", b"~")),
        "It holds no table of a known layout",
    ),
    "unbalanced quotation mark": ("x.csv", unbalanced, "A quotation mark opened in row 51"),
    "header only": (
        "x.csv",
        written(lambda table: table[: table.index(b"\n", table.index(b"URN")) + 1]),
        "There is no row below the header in row ",
    ),
    "header twice": (
        "x.csv",
        written(lambda table: table.replace(b"Sector", b"URN", 1)),
        "names the same thing twice, 'URN' in column 2 and 'URN' in column 17",
    ),
    "unknown layout": ("x.csv", written(lambda _: b"a,b\n1,2\n"), "no known header"),
    "folder": ("x.csv", lambda _, path: path.mkdir(), "This is a folder."),
    "pipe": ("x.csv", lambda _, path: os.mkfifo(path), "a device or a pipe"),
    "far too long a name": (
        f"{'x' * 300}.csv",
        lambda _table, _path: None,
        "The file cannot be read (File name too long).",
    ),
    "link to nowhere": ("x.csv", lambda _, path: path.symlink_to("y"), "no such file"),
    "link to itself": ("x.csv", lambda _, path: path.symlink_to("x.csv"), "cannot be read"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file(releases: Path, tmp_path: Path, kind: str) -> None:
    name, spoil, message = BAD_FILES[kind]
    spoil((releases / "few_clean" / AS_AT).read_bytes(), tmp_path / name)
    before = listing(tmp_path)
    ended, grown = qa_checks_watched("check", name, cwd=tmp_path)
    assert grown < MOST_GROWTH
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith(f"Cannot read: {name}: ")
    assert message in ended.err
    assert listing(tmp_path) == before


@pytest.mark.usefixtures("few_rules")
@pytest.mark.parametrize("kind", ["missing", "zip bomb", "unbalanced quotation mark", "password"])
def test_the_other_files_are_checked_all_the_same(clean: Path, tmp_path: Path, kind: str) -> None:
    name, spoil, message = BAD_FILES[kind]
    path = clean / "data" / name
    table = (clean / LA_IN_YEAR).read_bytes()
    (clean / LA_IN_YEAR).unlink()
    spoil((clean / AS_AT).read_bytes() if kind.startswith("unbal") else table, path)
    release = clean / "release.yml"
    release.write_text(release.read_text().replace(LA_IN_YEAR, f"data/{name}"))
    table_shown = qa_checks("run", release, "--output", "out", cwd=tmp_path)
    assert table_shown.code == 2
    assert table_shown.out.splitlines()[-1].startswith("INCOMPLETE: 1 file could not be read")
    assert message in " ".join(table_shown.out.split())
    assert listing(tmp_path / "out") == RUN_FILES
    assert message in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert message in (tmp_path / "out/junit.xml").read_text(encoding="utf-8")
    assert message in (tmp_path / "out/report.json").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "out/findings.xlsx") as archive:
        texts = "".join(archive.read(name).decode() for name in archive.namelist() if "xml" in name)
    assert message in texts
    told = json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))
    assert told["verdict"] == "incomplete"
    assert told["summary"]["checks"]["passed"] > 60


def test_what_cannot_be_read_is_annotated(clean: Path, tmp_path: Path) -> None:
    (clean / LA_IN_YEAR).unlink()
    words = ("--format", "github", "--no-files", "--theme", "dates")
    github = qa_checks("run", clean / "release.yml", *words, cwd=tmp_path)
    assert (github.code, BAD_FILES["missing"][2] in github.out) == (2, True)


def test_file_names_do_nothing_to_the_screen(tmp_path: Path) -> None:
    names = ["new\nline\x1b[31m.csv", os.fsdecode(b"bad\xff.csv"), "-x.csv", "a'b\"c$(ls).csv"]
    for name in names:
        (tmp_path / name).write_text("a,b\n1,2\n")
        ended = qa_checks("check", "--", name, cwd=tmp_path)
        assert (ended.code, ended.out) == (2, "")
        assert len(ended.err.splitlines()) == 1
        assert "\x1b" not in ended.err
        undecoded = "The name of the file is not UTF-8 text. Rename the file."
        assert (undecoded in ended.err) == ("\udcff" in name)


HEAD = "release: a\ntitle: A\nfiles:\n  - {path: x.csv}\n"
BAD_YAML: dict[str, tuple[str, int | None, str]] = {
    "tab": ("release: a\n\ttitle: A\n", 2, "found a tab character"),
    "unknown key": (f"{HEAD}as_att: 2021-08-31\n", 5, "Did you mean 'as_at'?"),
    "unknown inner key": (HEAD.replace("path", "pathh"), 4, "'path'"),
    "key given twice": (f"{HEAD}title: B\n", 5, "the key 'title' is given twice"),
    "aliases": (f"a: &a [x]\nb: [*a, *a]\n{HEAD}", 1, "Anchors and aliases"),
    "aliases by another name": (f"{HEAD}a: &-a [x]\nb: [*-a, *-a]\n", 5, "Anchors and aliases"),
    "billion laughs": (
        "a: &a [x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        None,
        "Anchors and aliases",
    ),
    "too deep": (f"{HEAD}documents: {'[' * 60}{'[],' * 1000}\n", 5, "more than 50 levels deep"),
    "huge": (f"{HEAD}#{'x' * 2 * MIB}\n", None, "larger than 1 MB"),
    "list": ("- a\n- b\n", 1, "'key: value'"),
    "text": ("hello\n", 1, "'key: value'"),
    "empty": ("", 1, "'key: value'"),
    "python object": (f"{HEAD}producer: !!python/object/apply:os.system [touch x]\n", 5, "tag"),
    "own tag": (f"{HEAD}producer: !secret x\n", 5, "tag"),
    "deep list": (f"{HEAD}documents: {'[' * 50_000}{']' * 3000}\n", 5, "levels deep"),
    "deep mapping": ("".join(f"{' ' * i}a:\n" for i in range(1200)), None, "release.yml"),
    "two documents": (f"{HEAD}---\n{HEAD}", 5, "another document"),
    "key that is a list": (f"{HEAD}? [a, b]\n: c\n", 5, "a key must be a single word"),
    "key that is a number": (f"1: x\n{HEAD}", 1, "'1'"),
    "id that is a path": (HEAD.replace("release: a", "release: ../../a"), 1, "'release'"),
    "no such day": (f"{HEAD}as_at: 2021-02-30\n", 5, "'2021-02-30'"),
    "day as a number": (f"{HEAD}as_at: 0\n", 5, "'as_at': '0' is not a date."),
    "day as seconds": (f"{HEAD}published_by: \"1617148800\"\n", 5, "is not a date."),
    "period in seconds": (f"{HEAD}period: {{start: 0, end: 86400}}\n", 5, "'start': '0' is not"),
    "day as text": (f"{HEAD}as_at: 31/09/2021\n", 5, "Write it as 2021-08-31"),
    "period that ends first": (
        f"{HEAD}period: {{start: 2021-08-31, end: 2021-04-01}}\n", 5, "before it starts",
    ),
    "no files": ("release: a\ntitle: A\nfiles: []\n", 3, "'files'"),
    "number that is none": (f"{HEAD}expect: {{providers: many}}\n", 5, "'providers'"),
    "infinite number": (f"{HEAD}expect: {{providers: .inf}}\n", 5, "'providers'"),
    "no previous release": (f"{HEAD}previous: no.yml\n", 5, "no previous release 'no.yml'."),
    "no title": ("release: a\nfiles:\n  - {path: x.csv}\n", 1, "'title' is missing."),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_YAML)
def test_a_bad_release_file(tmp_path: Path, kind: str) -> None:
    text, line, message = BAD_YAML[kind]
    (tmp_path / "release.yml").write_text(text, encoding="utf-8")
    ended, grown = qa_checks_watched("run", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    place = "release.yml" if line is None else f"release.yml:{line}: "
    assert ended.err.startswith(f"The release file is not well formed: {place}")
    assert message in ended.err
    assert grown < MOST_GROWTH
    assert listing(tmp_path) == ["release.yml"]


@pytest.mark.parametrize("content", [bytes(range(256)), HEAD.encode("utf-16"), b"title: \xe9\n"])
def test_a_release_file_that_is_no_utf8(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "release.yml").write_bytes(content)
    ended = qa_checks("run", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("release.yml: The file is not UTF-8 text.\n")


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "."])
def test_a_release_file_that_is_no_file(tmp_path: Path, name: str) -> None:
    ended, grown = qa_checks_watched("run", name, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("The release file is not well formed: ")
    assert grown < MOST_GROWTH


def test_files_elsewhere_are_followed(clean: Path, tmp_path: Path) -> None:
    """A release is its author's own: paths out of its folder, absolute ones and links are read."""
    shutil.move(clean / AS_AT, tmp_path / "moved.csv")
    (clean / LA_IN_YEAR).rename(clean / "real.csv")
    (clean / LA_IN_YEAR).symlink_to(clean / "real.csv")
    release = clean / "release.yml"
    text, rules = release.read_text(), ("--rules", "FRM*,DAT*")
    for path in ("../moved.csv", tmp_path / "moved.csv"):
        release.write_text(text.replace(AS_AT, str(path)))
        ended = qa_checks("run", release, "-q", "--no-files", *rules, cwd=tmp_path)
        assert (ended.code, ended.out) == (0, "PASS with 2 warnings, all decided.\n")
    release.write_text(text.replace(AS_AT, "data"))
    ended = qa_checks("run", release, "--no-files", *rules, cwd=tmp_path)
    assert "data: This is a folder." in " ".join(ended.out.split())
    assert ended.code == 2


DECISION = """\
decisions:
  - rule: {rule}
    keys: ["{key}"]
    decision: accepted
    reason: It is so.
    who: second.analyst@example.org
    when: 2021-10-05
"""


@pytest.fixture(scope="module")
def on_error(releases: Path) -> dict[str, Any]:
    """The first finding of a check of severity error, with a key to name it by."""
    folder = releases / "few_faulty"
    words = ("--rules", "DAT*", "--format", "json", "--no-files")
    report = qa_checks("run", "release.yml", *words, cwd=folder).report
    return next(
        finding
        for finding in report["findings"]
        if finding["severity"] == "error" and finding["key"]
    )


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ("", "accepts an error without an end date"),
        ("    until: 2021-12-31\n", "ran out on 31/12/2021"),
        ("    until: 2999-12-31\n", "holds until 31/12/2999, more than a year after it was made"),
    ],
)
def test_decisions_on_an_error(
    releases: Path, tmp_path: Path, on_error: dict[str, Any], more: str, printed: str
) -> None:
    folder = Path(shutil.copytree(releases / "few_faulty", tmp_path / "faulty"))
    text = DECISION.format(rule=on_error["check"], key=on_error["key"]) + more
    (folder / "decisions.yml").write_text(text)
    words = ["run", "release.yml", "--rules", "DAT*", "--format", "json", "--no-files"]
    report = qa_checks(*words, cwd=folder).report
    [message] = [
        finding["message"]
        for finding in report["findings"]
        if finding["check"] == "decisions.in_force"
    ]
    outcome = next(
        check["outcome"] for check in report["checks"] if check["id"] == on_error["check"]
    )
    assert outcome == "failed"
    assert printed in message


def test_a_decision_that_matches_nothing_fails(clean: Path) -> None:
    text = DECISION.format(rule="PLC005", key="no such key")
    (clean / "decisions.yml").write_text(text)
    ended = qa_checks("run", "release.yml", "--no-files", "--rules", "PLC*", cwd=clean)
    assert ended.code == 1
    assert "matches no finding of this run" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("decisions:\n  - {rule: DAT004}\n", 2, "'keys' is missing."),
        (DECISION.format(rule="DAT004", key="k").replace("accepted", "fine"), 4, "'decision'"),
        (
            DECISION.format(rule="DAT004", key="k") + "    until: 2020-01-01\n",
            2,
            "until lies before",
        ),
        ("- a\n", 1, "'key: value'"),
    ],
)
def test_a_bad_decisions_file(
    clean: Path, tmp_path: Path, text: str, line: int, message: str
) -> None:
    (clean / "decisions.yml").write_text(text)
    ended = qa_checks("run", "clean/release.yml", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert f"clean/decisions.yml:{line}: " in ended.err
    assert message in ended.err
    assert "reports" not in listing(tmp_path)


def test_an_expectation_that_nothing_is_compared_with(clean: Path, tmp_path: Path) -> None:
    release = clean / "release.yml"
    lines = release.read_text(encoding="utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if "graded_local_authorities" in line)
    lines[place] = lines[place].replace("graded_local_authorities", "graded_local_authoritys")
    release.write_text("\n".join(lines), encoding="utf-8")
    ended = qa_checks("run", release, "--no-files", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert f"{release}:{place + 1}: No rule compares anything with" in ended.err
    assert "Did you mean 'graded_local_authorities'?" in ended.err


def test_a_path_that_is_no_file_name(clean: Path, tmp_path: Path) -> None:
    release = clean / "release.yml"
    text = release.read_text(encoding="utf-8")
    release.write_text(text.replace("files:\n", 'files:\n  - {path: "a\\0b"}\n', 1))
    ended = qa_checks("run", release, "-q", "--no-files", "--theme", "dates", cwd=tmp_path)
    assert ended.code == 2
    assert ended.out == "INCOMPLETE: 1 file could not be read.\n"
