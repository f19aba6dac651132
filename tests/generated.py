"""What the project holds that is generated; ``python -m tests.generated`` writes it anew."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from demo import packing
from qa_checks import json_schemas
from qa_checks.assessment import run
from qa_checks.catalogue import builtin, load, packed, rule_index
from qa_checks.catalogue.functions import FUNCTIONS
from qa_checks.demo_release import unpack
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release_file import read_release
from qa_checks.render import report_folder
from tests import markdown
from tests.cli.running import qa_checks
from tests.markdown import ROOT, between, read

SAMPLE = ROOT / "reports" / "sample"
NOON = dt.datetime(2021, 11, 16, 12, tzinfo=dt.UTC)
GAP = "…"
GUIDE = "docs/adding-a-table-and-a-rule.md"
TABLES = "docs/published-tables.md"
CLAIMS = "docs/claims.md"


def check_demo() -> Report:
    """Report on the demo release, without what differs between two runs or two machines."""
    with tempfile.TemporaryDirectory() as folder:
        report = run(read_release(unpack(Path(folder))), Options())
    outcomes = tuple(replace(outcome, seconds=0.0) for outcome in report.outcomes)
    tool = replace(report.tool, engine="DuckDB")
    return replace(report, outcomes=outcomes, started=NOON, seconds=1.0, tool=tool)


def write_sample(folder: Path) -> list[Path]:
    """Write the sample report."""
    return report_folder.write(check_demo(), folder)


def print_demo(folder: Path) -> tuple[int, str]:
    """Exit code and output of `qa-checks demo`, run in a folder."""
    done = qa_checks("demo", cwd=folder)
    return done.code, done.out


def print_guide(folder: Path) -> str:
    """The command of the guide that checks its file, with what it prints, in a folder."""
    write_pages(folder, GUIDE)
    [command] = [
        command.text
        for command in markdown.commands(read(GUIDE))
        if command.text.startswith("qa-checks check ")
    ]
    code, printed = _print(command, folder)
    return f"```console\n$ {command}\n{printed}$ echo $?\n{code}\n```\n"


def print_tables(folder: Path) -> list[str]:
    """What each command of the page on published tables prints, in a folder."""
    write_pages(folder)
    commands = markdown.commands(read(TABLES))
    return [f"```text\n{_print(command.text, folder)[1]}```\n" for command in commands]


def print_claims(folder: Path) -> str:
    """What the command of the page on claims prints, in a folder."""
    write_pages(folder, GUIDE, "docs/cubes.md", TABLES, CLAIMS)
    command, _ = markdown.commands(read(CLAIMS))
    return f"```text\n{_print(command.text, folder)[1]}```\n"


def write_pages(folder: Path, *pages: str) -> None:
    """Write the files of some pages that build on each other; of all without."""
    for page in pages or (GUIDE, "docs/cubes.md", TABLES):
        for name, content in markdown.files(read(page)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def _print(command: str, folder: Path) -> tuple[int, str]:
    done = qa_checks(*command.split()[1:], cwd=folder)
    return done.code, "".join(f"{line.rstrip()}\n" for line in done.out.splitlines())


def excerpt(shown: str, output: str) -> str:
    """The lines of the output that an earlier excerpt showed, as they are now.

    A line is known again by everything in it but its numbers.
    """
    lines = iter(output.splitlines())
    return "".join(f"{line}\n" for line in _find_each(shown.splitlines(), lines))


def _find_each(wanted: list[str], lines: Iterator[str]) -> Iterator[str]:
    for line in wanted:
        if line == GAP or line.startswith("```"):
            yield line
            continue
        printed = next(
            (other for other in lines if _without_numbers(other) == _without_numbers(line)), None
        )
        if printed is None:
            raise LookupError(f"the demo does not print, after the line before it: {line}")
        yield printed


def _without_numbers(line: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d[\d,]*", "0", line)).rstrip()


def list_functions() -> str:
    """The functions rule SQL may use, as docs/rules.md shows them."""
    listed = textwrap.fill(" ".join(sorted(FUNCTIONS)), 100, break_on_hyphens=False)
    return f"```\n{listed}\n```\n"


def _replace(page: str, name: str, text: str) -> None:
    """Put another text between the marks of one name."""
    path = ROOT / page
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, _, rest = read(page).partition(begin)
    after = rest[rest.index(end) :]
    path.write_text(f"{before}{begin}{text}{after}", encoding="utf-8", newline="\n")


def write_pack() -> None:
    """Pack the built-in catalogue."""
    for path, content in packed.pack(load(builtin(), examples=True)).items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def write_all() -> None:
    """Write everything that is generated."""
    write_pack()
    packing.write()
    json_schemas.write(json_schemas.published())
    rule_index.write(ROOT)
    write_sample(SAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        printed = print_demo(Path(folder))[1]
    for page in ("README.md", "docs/sign-off-walk.md"):
        _replace(page, "demo", excerpt(between(read(page), "demo"), printed))
    with tempfile.TemporaryDirectory() as folder:
        _replace(GUIDE, "check", print_guide(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        with_rows, without_rows = print_tables(Path(folder))
    _replace(TABLES, "prints", with_rows)
    _replace(TABLES, "prints without rows", without_rows)
    with tempfile.TemporaryDirectory() as folder:
        _replace(CLAIMS, "prints", print_claims(Path(folder)))
    _replace("docs/rules.md", "functions", list_functions())


if __name__ == "__main__":
    write_all()
