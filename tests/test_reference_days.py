"""Days that would leave checks with nothing to find are refused, through every door."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

import qa_checks as package
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.reference_days import refuse_days_to_come, refuse_late_cut_off
from qa_checks.release import Release
from tests.cli.running import qa_checks
from tests.published import HEADER, provider, write_csv

TODAY = dt.date(2022, 6, 1)
CASE = Path(__file__).parents[2] / "shared/cases/hostile/cut_off_in_the_year_2999/r"
TITLE = "Provider level as at 31 March 2018"


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def release(
    as_at: str | None = None, end: str | None = None, cut_off: str | None = None
) -> Release:
    facts = ReleaseFacts("r", "R", as_at=day(as_at), period_end=day(end), published_by=day(cut_off))
    return Release(facts, (), today=TODAY)


@pytest.mark.parametrize(
    ("as_at", "end", "cut_off", "message"),
    [
        ("2022-06-02", None, None, "The as-at date is 02/06/2022, which is in the future"),
        (None, "2023-03-31", None, "The end of the period is 31/03/2023, which is in the future"),
        ("2022-03-31", None, "2022-06-02", "The publication cut-off is 02/06/2022, which is in"),
        (None, None, "2999-12-31", "The publication cut-off is 31/12/2999, which is in the fut"),
    ],
)
def test_a_day_to_come_is_refused(
    as_at: str | None, end: str | None, cut_off: str | None, message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        refuse_days_to_come(release(as_at, end, cut_off))
    assert str(refused.value).startswith(message)
    assert str(refused.value).endswith(
        ": today is 01/06/2022. Give the day up to which the data go."
    )


def test_the_days_of_earlier_releases_are_looked_at_too() -> None:
    now = release("2022-03-31")
    late = ReleaseFacts("p", "P", as_at=day("2020-03-31"), published_by=day("2021-12-31"))
    for earlier, of in (
        ({"previous_facts": late}, "of the previous release"),
        ({"history": (late,)}, "of the earlier release 'p'"),
    ):
        with pytest.raises(UsageError) as refused:
            refuse_late_cut_off(replace(now, **earlier))
        assert str(refused.value).startswith(
            f"The publication cut-off {of} is 31/12/2021, more than a year after the as-at date"
        )
    to_come = ReleaseFacts("p", "P", as_at=day("2022-06-02"))
    with pytest.raises(UsageError) as refused:
        refuse_days_to_come(replace(now, previous_facts=to_come))
    assert str(refused.value).startswith("The as-at date of the previous release is 02/06/2022")


@pytest.mark.parametrize(
    ("as_at", "end", "last"),
    [
        ("2020-03-31", None, "as-at date, 31/03/2020"),
        (None, "2020-03-31", "end of the period, 31/03/2020"),
        ("2020-03-31", "2019-08-31", "as-at date, 31/03/2020"),
    ],
)
def test_a_cut_off_years_later_is_refused(as_at: str | None, end: str | None, last: str) -> None:
    refuse_late_cut_off(release(as_at, end, "2021-03-31"))
    with pytest.raises(UsageError) as refused:
        refuse_late_cut_off(release(as_at, end, "2021-04-01"))
    assert str(refused.value).startswith(
        f"The publication cut-off is 01/04/2021, more than a year after the {last}: no report"
    )


def test_today_is_no_day_to_come_and_without_a_date_nothing_is_late() -> None:
    refuse_days_to_come(release("2022-06-01", "2022-06-01", "2022-06-01"))
    refuse_late_cut_off(release(None, None, "2022-06-01"))
    refuse_late_cut_off(release("2022-06-01"))


def test_a_release_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "release.yml"
    path.write_text("release: r\ntitle: R\npublished_by: 2999-12-31\nfiles: [{path: x.csv}]\n")
    with pytest.raises(ReleaseError) as refused:
        package.run_release(path)
    assert str(refused.value).startswith(f"{path}:3: The publication cut-off is 31/12/2999, ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--published-by", "2999-12-31"), "31/12/2999, which is in the future: today is "),
        (
            ("--published-by", "30/04/2019"),
            "30/04/2019, more than a year after the as-at date, 31/03/2018: no report",
        ),
    ],
)
def test_the_command_line_and_python_refuse_them_too(
    words: tuple[str, str], message: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "homes.csv", [[TITLE], HEADER, provider()])
    ended = qa_checks("check", "homes.csv", "--no-files", *words, cwd=tmp_path)
    assert ended.code == 2
    assert ended.err.startswith(f"Cannot run: The publication cut-off is {message}")
    with pytest.raises(UsageError, match=message):
        package.check(tmp_path / "homes.csv", published_by=words[1])


@pytest.mark.skipif(not CASE.is_dir(), reason=f"the hostile cases are not there ({CASE})")
def test_the_release_with_a_cut_off_in_the_year_2999(tmp_path: Path) -> None:
    folder = shutil.copytree(CASE, tmp_path / "r")
    ended = qa_checks("run", "release.yml", "--no-files", "-q", cwd=folder)
    assert ended.code == 2
    assert ended.err.startswith(
        "The release file is not well formed: release.yml:4: "
        "The publication cut-off is 31/12/2999, which is in the future: today is "
    )
