"""Two files of a million rows and eight columns compared by a key.

python benchmarks/run_compare.py DATA [--rows 1000000] [--pairs 5]

Beside it runs a full outer join in DuckDB, written by hand, that writes the same changed cells.
Both must have written as many before a pair counts. CPU seconds count, of the whole process: every
difference is a finding of ours with its place, in report.json, report.html and junit.xml.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from pathlib import Path

from timing import QA_CHECKS, run_cpu

OLD = """
SELECT 'SC' || lpad(CAST(i AS VARCHAR), 7, '0') AS urn, (i * 7919) % 13 + 1 AS event,
  DATE '2015-01-01' + CAST(i % 3000 AS INTEGER) AS inspected,
  ['Outstanding', 'Good', 'Requires improvement to be good', 'Inadequate'][1 + i % 4] AS overall,
  ['Private', 'Voluntary', 'Local Authority'][1 + i % 3] AS sector,
  'Authority ' || (i % 152) AS la, i % 60 AS places, 'Owner ' || (i % 9000) AS owner
FROM range({rows}) AS t(i)
"""
NEW = """
SELECT CASE WHEN hash(urn) % 1000 = 0 THEN 'N' || urn ELSE urn END AS urn, event,
  CASE WHEN hash(urn) % 100 = 1 THEN inspected + 100 ELSE inspected END AS inspected,
  CASE WHEN hash(urn) % 100 = 1 THEN 'Good' ELSE overall END AS overall,
  CASE WHEN hash(urn) % 500 = 2 THEN 'Private' ELSE sector END AS sector, la,
  CASE WHEN hash(urn) % 300 = 3 THEN places + 1 ELSE places END AS places, owner
FROM old ORDER BY hash(urn)
"""
HAND = """
import sys, duckdb
old, new, out = sys.argv[1:4]
columns = "event inspected overall sector la places owner".split()
cells = ", ".join(f"CASE WHEN o.{x} IS DISTINCT FROM n.{x} THEN {{'name': '{x}', "
    f"'before': CAST(o.{x} AS VARCHAR), 'now': CAST(n.{x} AS VARCHAR)}} END" for x in columns)
differs = " OR ".join(f"o.{x} IS DISTINCT FROM n.{x}" for x in columns)
duckdb.connect().execute(f'''COPY (
  SELECT urn, kind, cell.name, cell.before, cell.now FROM (
    SELECT coalesce(o.urn, n.urn) AS urn,
      CASE WHEN o.urn IS NULL THEN 'added' WHEN n.urn IS NULL THEN 'gone' ELSE 'changed' END
        AS kind,
      unnest(CASE WHEN o.urn IS NULL OR n.urn IS NULL THEN [NULL]
        ELSE list_filter([{cells}], lambda x: x IS NOT NULL) END) AS cell
    FROM '{old}' AS o FULL JOIN '{new}' AS n ON o.urn = n.urn
    WHERE o.urn IS NULL OR n.urn IS NULL OR {differs})
  ORDER BY ALL) TO '{out}' (HEADER)''')
"""


def main() -> None:
    """Write the files, prove that both find the same, and time them in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    data = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    _write(data, options.rows)
    print("| format | qa-checks CPU s / MiB | by hand CPU s / MiB | CPU |\n|---|---|---|---|")
    for form in ("csv", "parquet"):
        pairs = [_run_both(data, form) for _ in range(options.pairs + 1)][1:]
        ours, theirs = ([pair[place] for pair in pairs] for place in (0, 1))
        told = [
            f"{statistics.median(cpu for cpu, _ in runs):.2f} / "
            f"{statistics.median(peak for _, peak in runs):.0f}"
            for runs in (ours, theirs)
        ]
        ratio = statistics.median(a[0] / b[0] for a, b in pairs)
        print(f"| {form} | {told[0]} | {told[1]} | {ratio:.2f} |", flush=True)


def _write(data: Path, rows: int) -> None:
    """Write the files in a process of its own: the memory it takes would count for those timed."""
    sql = f"CREATE TABLE old AS {OLD.format(rows=rows)}; CREATE TABLE new AS {NEW};"
    for name in ("old", "new"):
        sql += f"COPY {name} TO '{name}.csv' (HEADER); COPY {name} TO '{name}.parquet';"
    run_cpu([sys.executable, "-c", f"import duckdb; duckdb.connect().execute({sql!r})"], data)


def _run_both(data: Path, form: str) -> tuple[tuple[float, float], tuple[float, float]]:
    ours, theirs = data / "ours.csv", data / "theirs.csv"
    ours.unlink(missing_ok=True)
    files = [f"old.{form}", f"new.{form}"]
    words = ["--key", "urn", "--no-workbook", "--output", "report", "--changes", str(ours)]
    told = run_cpu([*QA_CHECKS, "compare", *files, *words], data)
    by_hand = run_cpu([sys.executable, "-c", HAND, *files, str(theirs)], data)
    counts = [_lines(path) for path in (ours, theirs)]
    if counts[0] != counts[1]:
        raise SystemExit(f"{counts[0]} changes were written, by hand {counts[1]}")
    return told, by_hand


def _lines(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


if __name__ == "__main__":
    main()
