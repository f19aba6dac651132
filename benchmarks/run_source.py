"""A million rows of sixteen columns read from PostgreSQL.

python benchmarks/run_source.py [--rows 1000000] [--pairs 5]

A server of its own holds the rows. Beside it runs the bare driver, ADBC, whose COPY ends in one
Arrow table. Timed are whole processes, in CPU seconds of theirs (the server's are not counted):
``fetch`` leaves all rows in a file that DuckDB reads, ``open`` a release whose source they are, its
columns recognised, every text of them proven to be the value it stands for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from timing import HERE, run_cpu

sys.path.insert(0, str(HERE.parent))
from tests.postgres import PASSWORD, Postgres, running

FILL = """
DROP TABLE IF EXISTS care;
CREATE TABLE care AS SELECT 'SC' || lpad(g::text, 7, '0') AS urn,
  (10000000 + g)::text AS event_number,
  (ARRAY['Private', 'Voluntary', 'Local Authority', 'Health Authority'])[1 + g % 4] AS sector,
  (ARRAY['Children''s home', 'Independent Fostering Agency', 'Boarding School'])[1 + g % 3]
    AS provision_type,
  (ARRAY['Barnet', 'Camden', 'Leeds', 'Kirklees', 'Devon'])[1 + g % 5] AS local_authority,
  (ARRAY['London', 'South West', 'South East'])[1 + g % 3] AS ofsted_region,
  CASE WHEN g % 100 = 0 THEN 'Provider number ' || g ELSE 'REDACTED' END AS name,
  'Owner of ' || (g % 5000) AS owner, 'REDACTED'::text AS postcode,
  (ARRAY['Good', 'Outstanding', 'Inadequate', NULL])[1 + g % 4] AS overall, (g % 60)::int AS places,
  (g * 7)::bigint AS owner_urn, date '2010-01-01' + g % 5000 AS registration_date,
  date '2020-01-01' + g % 1500 AS inspection_date, g % 2 = 0 AS active, (g / 7.0)::float8 AS share
FROM generate_series(1, {rows}) AS g
"""
BARE = """
import sys
from adbc_driver_postgresql import dbapi
connection = dbapi.connect(sys.argv[1])
cursor = connection.cursor()
cursor.execute("SELECT * FROM care")
assert cursor.fetch_arrow_table().num_rows == int(sys.argv[2])
"""
FETCH = """
import sys
from pathlib import Path
from qa_checks.model import Query
from qa_checks.sources.address import parse
from qa_checks.sources.delivery import fetch
from qa_checks.sources.patience import Patience
address = parse(sys.argv[1])
query = Query(address.url, address.shown, address.dialect, "SELECT * FROM care")
fetch(query, Path(), Path("rows.parquet"), Patience(), "care")
from qa_checks.duckdb_core import connect
[(rows,)] = connect().execute("SELECT count(*) FROM 'rows.parquet'").fetchall()
assert rows == int(sys.argv[2])
"""
OPEN = """
import sys
from pathlib import Path
from qa_checks.opened import Options, opened
from qa_checks.release_file import read_release
with opened(read_release(Path("release.yml")), Options()) as read:
    assert read.loaded.sources[0].rows == int(sys.argv[2])
"""
RELEASE = """
release: care
title: Care
files: [{{path: extract.csv}}]
sources: [{{table: providers, database: "{url}", query: SELECT * FROM care, key: [urn]}}]
"""
EXTRACT = "URN,Provision type,Sector,Places\nSC000001,Children's home,Private,4\n"


def main() -> None:
    """Fill a server and time what reads from it in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    with running() as server, tempfile.TemporaryDirectory() as folder:
        server.execute(FILL.format(rows=options.rows))
        os.environ[server.variable] = PASSWORD
        time_all(server, Path(folder), options.rows, options.pairs)


def time_all(server: Postgres, folder: Path, rows: int, pairs: int) -> None:
    """Print a line of a Markdown table for each way to read."""
    (folder / "release.yml").write_text(RELEASE.format(url=server.url))
    (folder / "extract.csv").write_text(EXTRACT)
    print("| what | CPU s | MiB | times the bare driver |\n|---|---|---|---|")
    runs: dict[str, list[tuple[float, float]]] = {"bare": [], "fetch": [], "open": []}
    for number in range(pairs + 1):
        for name, program in (("bare", BARE), ("fetch", FETCH), ("open", OPEN)):
            url = server.url_with_password if name == "bare" else server.url
            told = run_cpu([sys.executable, "-c", program, url, str(rows)], folder)
            if number:
                runs[name].append(told)
    for name, told in runs.items():
        ratio = statistics.median(a[0] / b[0] for a, b in zip(told, runs["bare"], strict=True))
        cpu, peak = (statistics.median(run[place] for run in told) for place in (0, 1))
        print(f"| {name} | {cpu:.2f} | {peak:.0f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
