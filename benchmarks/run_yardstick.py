"""The yardstick workload: qa-checks beside hand-written DuckDB and other validators.

python benchmarks/run_yardstick.py DATA [--rows 1e6 1e7] [--formats parquet csv] [--pairs 5]
                                   [--against duck_hand duck_opt …] [--yardstick DIR]

DATA is a folder for the generated files (about 1.5 GB at ten million rows). The scripts of the
yardstick stand beside the checkout. Before anything is timed, the counts must be equal.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from timing import HERE, QA_CHECKS, describe, head, run_once, run_pairs

# What the yardstick calls a fault, and the checks whose failed rows it is the sum of.
CHECKS = {
    "iid_null": ["inspections.inspection_id.nullable"],
    "iid_dup": ["inspections.inspection_id.unique"],
    "urn_null": ["inspections.urn.nullable"],
    **{
        f"g_{name}": [f"inspections.{name}.ge", f"inspections.{name}.le"]
        for name in ("overall_effectiveness", "quality_of_education", "behaviour", "leadership")
    },
    "sector": ["inspections.sector.in"],
    "la": ["inspections.la_code.in"],
    "postcode": ["inspections.postcode.str_matches"],
    "dates": ["DAT001"],
    "published": ["DAT002"],
    "period": ["inspections.start_date.ge", "inspections.start_date.le"],
    "fk": ["TAB001"],
    "latest": ["TAB002"],
    "rows": ["FIG001"],
}


def main() -> None:
    """Time every size, format and script that was asked for."""
    options = _read_options()
    print(head("workload"))
    for rows in options.rows:
        folder = _generate(options.data, rows, options.yardstick)
        for form in options.formats:
            ours = _command(options.data, rows, form, options.more)
            _compare_counts(ours, options, folder, form)
            for script in options.against:
                theirs = _script(options.yardstick, script, folder, form)
                pairs = run_pairs(ours, theirs, options.pairs, (options.data, options.yardstick))
                print(describe(f"{rows} {form}, {script}", pairs), flush=True)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", nargs="+", default=["1e6"])
    parser.add_argument("--formats", nargs="+", default=["parquet", "csv"])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--against", nargs="+", default=["duck_hand"])
    parser.add_argument("--yardstick", type=Path, default=HERE.parents[1] / "shared" / "bench")
    parser.add_argument("--more", nargs=argparse.REMAINDER, default=[], help="options of qa-checks")
    options = parser.parse_args()
    options.data = options.data.resolve()
    return options


def _generate(data: Path, rows: str, yardstick: Path) -> Path:
    folder = data / rows
    if not (folder / "inspections.csv").exists():
        subprocess.run(
            [sys.executable, str(yardstick / "generate.py"), rows, str(folder)], check=True
        )
    return folder


def _command(data: Path, rows: str, form: str, more: Sequence[str]) -> list[str]:
    release = data / f"{rows}-{form}.yml"
    release.write_text(
        f"release: yardstick-{rows}-{form}\ntitle: The yardstick workload\nfiles:\n"
        f"  - {{path: {rows}/inspections.{form}}}\n  - {{path: {rows}/providers.{form}}}\n"
        f"expect: {{inspections: {int(float(rows))}}}\n",
        encoding="utf-8",
    )
    catalogue = str(HERE / "yardstick")
    place = str(data / "report")
    return [*QA_CHECKS, "run", str(release), "--catalogue", catalogue, "--output", place, *more]


def _script(yardstick: Path, name: str, folder: Path, form: str) -> list[str]:
    return [sys.executable, str(yardstick / f"{name}.py"), str(folder), form]


def _compare_counts(
    ours: Sequence[str], options: argparse.Namespace, folder: Path, form: str
) -> None:
    run = run_once(ours, options.data)
    if run.code != 1:
        raise SystemExit(run.output)
    report = json.loads((options.data / "report" / "report.json").read_text(encoding="utf-8"))
    failed = {check["id"]: check["failed"] for check in report["checks"]}
    counts = {name: sum(failed[check] for check in checks) for name, checks in CHECKS.items()}
    run_by_hand = run_once(_script(options.yardstick, "duck_hand", folder, form), options.yardstick)
    wanted = json.loads(run_by_hand.output)["fail"]
    if counts != wanted:
        raise SystemExit(f"The counts differ.\nqa-checks {counts}\nyardstick {wanted}")


if __name__ == "__main__":
    main()
