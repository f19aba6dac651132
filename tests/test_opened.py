"""A release opened: what is left of it when nobody needs it any more."""

import gzip
from pathlib import Path

import duckdb
import pytest

from qa_checks.allowance import allow
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Options, opened
from qa_checks.release import release_from_files
from qa_checks.release_file import read_release
from tests.published import HEADER, provider, write_csv


def test_its_database_is_closed_so_that_what_it_put_on_disk_goes(tmp_path: Path) -> None:
    title = ["Provider level as at 31 March 2018"]
    file = write_csv(tmp_path / "now.csv", [title, HEADER, provider(1)])
    with opened(release_from_files([file], ReleaseFacts("r", "R")), Options()) as read:
        connection = read.loaded.connection
        assert connection.execute("SELECT count(*) FROM providers").fetchall() == [(1,)]
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")


def test_it_says_what_lies_beside_release_yml_without_being_named(tmp_path: Path) -> None:
    title = ["Provider level as at 31 March 2018"]
    write_csv(tmp_path / "now.csv", [title, HEADER, provider(1)])
    (tmp_path / "decisions.yml").write_text("decisions: []\n")
    path = tmp_path / "release.yml"
    path.write_text("release: r\ntitle: R\nas_at: 2018-03-31\nfiles: [{path: now.csv}]\n")
    with opened(read_release(path), Options()) as read:
        assert read.notes == (
            "Warning: decisions.yml lies beside release.yml, which does not name it: it was not "
            "read. Add the line 'decisions: decisions.yml', or take the file away.",
        )


def test_it_says_which_documents_are_texts_that_no_claims_are_on(tmp_path: Path) -> None:
    title = ["Provider level as at 31 March 2018"]
    write_csv(tmp_path / "now.csv", [title, HEADER, provider(1)])
    (tmp_path / "claims.yml").write_text("text: findings.md\n")
    for name in ("findings.md", "more.md", "chart.png"):
        (tmp_path / name).write_text("There were 7 homes.\n")
    path = tmp_path / "release.yml"
    path.write_text(
        "release: r\ntitle: R\nas_at: 2018-03-31\nfiles: [{path: now.csv}]\nclaims: claims.yml\n"
        "documents: [{path: findings.md}, {path: more.md}, {path: chart.png}]\n"
    )
    with opened(read_release(path), Options()) as read:
        assert read.notes == (
            "more.md is a text, and no claims.yml is on it: none of its numbers was looked at.",
        )


@pytest.mark.parametrize(("name", "times"), [("a.csv", 1), ("a.csv.gz", 5), ("A.CSV.GZ", 5)])
def test_a_packed_file_counts_five_times_however_its_name_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, times: int
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(
        "qa_checks.opened.allow",
        lambda size, delivered: sizes.append(size) or allow(size, delivered),
    )
    file = tmp_path / name
    table = write_csv(tmp_path / "plain", [HEADER, provider(1)]).read_bytes()
    file.write_bytes(table if times == 1 else gzip.compress(table))
    with opened(release_from_files([file], ReleaseFacts("r", "R")), Options()):
        assert sizes == [times * file.stat().st_size]
