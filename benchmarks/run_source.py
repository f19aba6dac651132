"""A million rows of sixteen columns read from PostgreSQL.

python benchmarks/run_source.py [--rows 1000000] [--pairs 5]

A server of its own holds the rows. Beside it runs the bare driver, ADBC, whose COPY ends in one
Arrow table. Timed are whole processes, in CPU seconds of theirs (the server's are not counted):
``fetch`` leaves all rows in a file that DuckDB reads, ``open`` a release whose source they are, its
columns recognised, every text of them proven to be the value it stands for. ``odd`` opens the same
rows with blanks around texts, numbers among words and days as text, each of which is looked at.
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
DROP TABLE IF EXISTS care CASCADE;
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
FROM generate_series(1, {rows}) AS g;
CREATE VIEW odd AS SELECT urn, event_number, sector, provision_type, local_authority, ofsted_region,
  name, ' ' || owner || ' ' || urn || ' ' AS owner, postcode, overall,
  CASE places WHEN 0 THEN ' n/a' ELSE places::text END AS places, owner_urn::numeric AS owner_urn,
  to_char(registration_date, 'DD/MM/YYYY') AS registration_date, inspection_date, active, share
FROM care
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
from qa_checks.model.sources import Query
from qa_checks.sources.address import parse
from qa_checks.sources.delivery import fetch
from qa_checks.allowance import Patience
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
sources: [{{table: providers, database: "{url}", query: SELECT * FROM {name}, key: [urn]}}]
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
    for name in ("care", "odd"):
        (folder / name).mkdir()
        (folder / name / "release.yml").write_text(RELEASE.format(url=server.url, name=name))
        (folder / name / "extract.csv").write_text(EXTRACT)
    print("| what | CPU s | MiB | times the bare driver |\n|---|---|---|---|")
    programs = {"bare": BARE, "fetch": FETCH, "open": OPEN, "odd": OPEN}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for number in range(pairs + 1):
        for name, program in programs.items():
            url = server.url_with_password if name == "bare" else server.url
            place = folder / ("odd" if name == "odd" else "care")
            told = run_cpu([sys.executable, "-c", program, url, str(rows)], place)
            if number:
                runs[name].append(told)
    for name, told in runs.items():
        ratio = statistics.median(a[0] / b[0] for a, b in zip(told, runs["bare"], strict=True))
        cpu, peak = (statistics.median(run[place] for run in told) for place in (0, 1))
        print(f"| {name} | {cpu:.2f} | {peak:.0f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
