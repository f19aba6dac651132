"""From 100 to 200 rules on one table: how much longer does a run take?

python benchmarks/run_rule_scaling.py DATA [--rows 3000 1e6] [--pairs 5]

The rules differ: each compares other columns or another limit of a table of inspections.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

from timing import QA_CHECKS, describe, head, run_once, run_pairs

SCORES = [f"score_{number}" for number in range(20)]
TABLE = """table: visits
title: Visits
rows_are: visits
key: [number]
unique_key: false
columns:
  number: {title: Number, type: integer, example: 1}
"""
RULE = """id: {id}
name: fault-{number}
title: Scores agree, {number}
table: visits
severity: warning
require: {sql}
columns: [{column}]
message: "Visit {{number}}: {{{column}}}."
why: A benchmark.
remedy: None.
source: [benchmarks]
examples:
  valid: [{{number: 1}}]
  invalid: [{{number: 1}}]
"""


def main() -> None:
    """Time 200 rules against 100, pair by pair."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", nargs="+", default=["3000", "1e6"])
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    data = options.data.resolve()
    catalogues = {count: _write_catalogue(data / f"rules-{count}", count) for count in (100, 200)}
    print(head("rows", "200 rules", "100 rules"))
    for rows in options.rows:
        file = _write_rows(data / f"visits-{rows}.csv", int(float(rows)))
        ours, theirs = (
            [*QA_CHECKS, "check", str(file), "--catalogue", str(catalogues[count]),
             "--output", str(data / "report"), "--quiet"]
            for count in (200, 100)
        )  # fmt: skip
        first = run_once(ours, data)
        if first.code not in (0, 1):
            raise SystemExit(first.output)
        print(describe(rows, run_pairs(ours, theirs, options.pairs, (data, data))), flush=True)


def _write_catalogue(folder: Path, count: int) -> Path:
    for part in ("schemas/tables", "schemas/layouts", "rules/scores"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    columns = "".join(
        f"  {name}: {{title: {name}, type: integer, example: 5}}\n" for name in SCORES
    )
    (folder / "schemas/tables/visits.yml").write_text(TABLE + columns)
    headers = "".join(f"      {name}: [{name}]\n" for name in ["number", *SCORES])
    (folder / "schemas/layouts/visits.yml").write_text(
        f"layout: visits\ntitle: visits\nblocks:\n  - table: visits\n    columns:\n{headers}"
    )
    for number in range(count):
        left, right = SCORES[number % 20], SCORES[(number * 7 + number // 20 + 1) % 20]
        sql = f"{left} + {number} <= 12 + {right} + {number} OR {left} < {number % 9}"
        rule = RULE.format(id=f"BEN{number:03}", number=number, sql=sql, column=left)
        (folder / f"rules/scores/BEN{number:03}_fault_{number}.yml").write_text(rule)
    return folder


def _write_rows(path: Path, rows: int) -> Path:
    if not path.exists():
        draw = random.Random(1)
        with path.open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["number", *SCORES])
            for number in range(rows):
                writer.writerow([number, *(draw.randrange(10) for _ in SCORES)])
    return path


if __name__ == "__main__":
    main()
