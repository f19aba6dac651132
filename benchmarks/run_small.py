"""What a user waits for most often: what was published in 2024 and 2025, and commands that tell.

python benchmarks/run_small.py DATA [--files FOLDER] [--pairs 9]

The reports are written to DATA with all of their parts. pandas reads the same files, all sheets of
the workbook, and does nothing else; both must have read as many rows of each table before anything
is timed. Commands that only tell are timed against a Python that does nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from timing import HERE, QA_CHECKS, describe, head, run_once, run_pairs

READ_FILES = """
import sys, pandas
for path in sys.argv[1:]:
    print(len(pandas.read_csv(path, encoding="cp1252", skiprows=3)))
"""
READ_WORKBOOK = """
import sys, pandas
sheets = pandas.read_excel(sys.argv[1], sheet_name=None, header=None, engine="calamine")
for sheet in sheets.values():
    rows = sheet.itertuples(index=False)
    header = next((number for number, row in enumerate(rows) if "URN" in row), None)
    print(0 if header is None else len(sheet) - header - 1)
"""
RELEASES = (
    (
        "check both files of 2024, pandas reads them",
        ("providers_as_at_31_march_2024.csv", "inspections_2023-24.csv"),
        "2024-03-31",
        READ_FILES,
    ),
    (
        "check the workbook of 2025, pandas reads it",
        ("childrens_social_care_2025.ods",),
        "2025-03-31",
        READ_WORKBOOK,
    ),
)
NOTHING = [sys.executable, "-c", "pass"]
TOLD = (["--help"], ["rules", "show", "DAT004"], ["rules", "list"])


def main() -> None:
    """Time both releases, then each command that only tells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--files", type=Path, default=HERE.parents[1] / "shared/data/ofsted")
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    data = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    print(head("command"))
    for title, names, as_at, read in RELEASES:
        files = [str((options.files / name).resolve()) for name in names]
        reading = [sys.executable, "-c", read, *files]
        ours = [*QA_CHECKS, "check", *files, "--as-at", as_at, "--output", str(data / "report")]
        _compare_rows(ours, reading, data)
        pairs = run_pairs(ours, reading, options.pairs, (data, data))
        print(describe(title, pairs), flush=True)
    for words in TOLD:
        pairs = run_pairs([*QA_CHECKS, *words], NOTHING, options.pairs, (data, data))
        print(describe(f"{' '.join(words)}, python -c pass", pairs), flush=True)


def _compare_rows(ours: list[str], reading: list[str], data: Path) -> None:
    run = run_once(ours, data)
    if run.code != 1:
        raise SystemExit(run.output)
    report = json.loads((data / "report" / "report.json").read_text(encoding="utf-8"))
    checked = [item["rows"] for item in report["inputs"]]
    read = [int(line) for line in run_once(reading, data).output.splitlines()]
    if checked != read:
        raise SystemExit(f"The rows differ.\nqa-checks {checked}\npandas {read}")


if __name__ == "__main__":
    main()
