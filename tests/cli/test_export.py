"""`qa-checks export` and `--second-opinion`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import listing, qa_checks
from tests.exports.sharing import FAULTY, FILE, make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path)
    return tmp_path


def test_schemas_need_no_data(folder: Path) -> None:
    done = qa_checks(
        "export", "json-schema", "--output", "j", "--catalogue", "catalogue", cwd=folder
    )
    assert (done.code, done.out, done.err) == (0, "Wrote 1 file to j.\n", "")
    assert json.loads((folder / "j" / "visits.json").read_text("utf-8"))["title"] == "Visits"
    done = qa_checks("export", "pandera", "--output", "p", "--catalogue", "catalogue", cwd=folder)
    assert (done.code, done.out, done.err) == (0, "Wrote 3 files to p.\n", "")
    assert listing(folder / "p") == ["__init__.py", "code_lists.py", "visits.py"]


def test_without_a_catalogue_it_is_the_built_in(tmp_path: Path) -> None:
    done = qa_checks("export", "json-schema", "--output", "out", cwd=tmp_path)
    assert (done.code, done.out) == (0, "Wrote 6 files to out.\n")


def test_a_data_package_of_files_or_of_a_release(folder: Path) -> None:
    import frictionless

    options = ("--catalogue", "catalogue")
    done = qa_checks("export", "frictionless", "visits.csv", "--output", "a", *options, cwd=folder)
    assert (done.code, done.out, done.err) == (0, "Wrote 2 files to a.\n", "")
    assert frictionless.validate(str(folder / "a" / "datapackage.json")).valid
    text = "release: spring\ntitle: Spring\nfiles: [{path: visits.csv}]\n"
    (folder / "release.yml").write_text(text, encoding="utf-8")
    done = qa_checks("export", "frictionless", "--output", "b", *options, cwd=folder)
    assert (done.code, done.err) == (0, "")
    package = json.loads((folder / "b" / "datapackage.json").read_text("utf-8"))
    assert (package["name"], package["title"]) == ("spring", "Spring")


@pytest.mark.parametrize("target", ["pandera", "json-schema", "frictionless", "gx"])
def test_nothing_is_replaced(folder: Path, target: str) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "mine.txt").write_text("mine")
    data = ["visits.csv"] if target in ("frictionless", "gx") else []
    done = qa_checks(
        "export", target, *data, "--output", "out", "--catalogue", "catalogue", cwd=folder
    )
    assert (done.code, done.out, done.err) == (
        2,
        "",
        "Cannot run: out: The folder holds something; an export never replaces anything. "
        "Give --output another name, or move away what is there.\n",
    )
    assert listing(folder / "out") == ["mine.txt"]


def test_a_release_and_files_do_not_go_together(folder: Path) -> None:
    done = qa_checks("export", "gx", "release.yml", "visits.csv", "--output", "out", cwd=folder)
    assert (done.code, done.err) == (
        2,
        "Cannot run: release.yml: A release file stands for all of its files. "
        "Give the release file alone, or the data files without it.\n",
    )


def test_a_file_that_cannot_be_read_leaves_no_folder(folder: Path) -> None:
    done = qa_checks("export", "gx", "gone.csv", "--output", "out", cwd=folder)
    assert done.code == 2
    assert done.err.startswith("Cannot read: gone.csv: ")
    assert not (folder / "out").exists()


def test_the_second_opinion_is_printed_and_in_the_json(folder: Path) -> None:
    (folder / "visits.csv").write_text(FAULTY, encoding="utf-8")
    words = ("check", "visits.csv", "--catalogue", "catalogue", "--second-opinion")
    done = qa_checks(*words, "--no-files", cwd=folder)
    assert done.code == 1
    assert "Day is 01/05/2022, less than 11/05/2022." in done.out
    assert "Share is 2, more than 1." in done.out
    told = qa_checks(*words, "--format", "json", "--no-files", cwd=folder).report["second_opinion"]
    every = len(told["checks"])
    assert every > 50
    assert (told["agreed"], told["disagreed"], told["without"]) == (every - 2, 0, 2)
    line = f"Second opinion: {every - 2} of {every} checks agree, 2 without a second opinion."
    assert f"\n{line}\n" in done.out
    assert {
        check["id"]: check["reason"] for check in told["checks"] if check["agrees"] is None
    } == {
        "visits.kind.spelling": "pandera knows the codes, not how the rest of a sheet writes them",
        "ABC004": "Python reads the pattern '[[:alpha:]]' otherwise",
    }


def test_right_data_passes_with_a_second_opinion(folder: Path) -> None:
    (folder / "visits.csv").write_text(FILE, encoding="utf-8")
    done = qa_checks(
        "check", "visits.csv", "--catalogue", "catalogue", "--second-opinion", "--quiet",
        "--no-files", "--rules", "visits.*,ABC001", cwd=folder,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("PASS")
