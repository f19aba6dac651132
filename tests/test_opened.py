"""A release opened: what is left of it when nobody needs it any more."""

from pathlib import Path

import duckdb
import pytest

from qa_checks.model import ReleaseFacts
from qa_checks.opened import Options, opened
from qa_checks.release import release_from_files
from tests.published import HEADER, provider, write_csv


def test_its_database_is_closed_so_that_what_it_put_on_disk_goes(tmp_path: Path) -> None:
    title = ["Provider level as at 31 March 2018"]
    file = write_csv(tmp_path / "now.csv", [title, HEADER, provider(1)])
    with opened(release_from_files([file], ReleaseFacts("r", "R")), Options()) as read:
        connection = read.loaded.connection
        assert connection.execute("SELECT count(*) FROM providers").fetchall() == [(1,)]
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")
