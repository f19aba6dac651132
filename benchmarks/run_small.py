"""What a user waits for most often: the two published files of 2024, and commands that only tell.

python benchmarks/run_small.py DATA [--files FOLDER] [--pairs 9]

The report of the files is written to DATA with all of its parts. pandas reads the same two files
and does nothing else; both must have read as many rows before anything is timed. Commands that
only tell are timed against a Python that does nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from timing import HERE, QA_CHECKS, describe, head, run_once, run_pairs

FILES = ("providers_as_at_31_march_2024.csv", "inspections_2023-24.csv")
READ = """
import sys, pandas
for path in sys.argv[1:]:
    print(len(pandas.read_csv(path, encoding="cp1252", skiprows=3)))
"""
NOTHING = [sys.executable, "-c", "pass"]
TOLD = (["--help"], ["rules", "show", "DAT004"], ["rules", "list"])


def main() -> None:
    """Time the two files, then each command that only tells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--files", type=Path, default=HERE.parents[1] / "shared/data/ofsted")
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    data = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    files = [str((options.files / name).resolve()) for name in FILES]
    ours = [*QA_CHECKS, "check", *files, "--as-at", "2024-03-31", "--output", str(data / "report")]
    reading = [sys.executable, "-c", READ, *files]
    _compare_rows(ours, reading, data)
    print(head("command"))
    pairs = run_pairs(ours, reading, options.pairs, (data, data))
    print(describe("check both files of 2024, pandas reads them", pairs), flush=True)
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
