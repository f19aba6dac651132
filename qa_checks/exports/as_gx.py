"""A project of Great Expectations: the tables in SQLite, a suite a table, checkpoint, Data Docs."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path

from qa_checks.model import State
from qa_checks.opinions import sqlite_functions
from qa_checks.opinions.on_gx import (
    DATABASE,
    SOURCE,
    URL,
    Expected,
    connected,
    hush,
    load_gx,
    make_suite,
)
from qa_checks.opinions.second_opinion import expectations
from qa_checks.opinions.sqlite_tables import copy_tables
from qa_checks.release import Release
from qa_checks.run import Judged, Opened

CHECKPOINT = "release"
ALL_ROWS = "all rows"
PAGES = "gx/uncommitted/data_docs/local_site/index.html"
RUN = '''\
"""Run every expectation again: `python run.py`. Exit code 0 if all hold, 1 if not."""

import os
import sys
from pathlib import Path

import sqlite_functions

PAGES = "gx/uncommitted/data_docs/local_site/index.html"


def main() -> int:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # before the library is loaded
    import great_expectations as gx
    from sqlalchemy import Engine, event

    os.chdir(Path(__file__).parent)  # the project names its database from here
    event.listen(Engine, "connect", lambda new, _: sqlite_functions.register(new))
    context = gx.get_context(mode="file", project_root_dir=Path.cwd())
    result = context.checkpoints.get("release").run()
    print(f"Success: {result.success}. See {PAGES}")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
'''
README = """\
# {title}

The checks of `qa-checks` as a project of Great Expectations, over the tables of the release in
`{database}`. `python run.py`, with `great_expectations` and `sqlalchemy` installed, runs the
checkpoint `{checkpoint}` again and builds the pages anew: `{pages}`.

Anyone who loads it another way calls `sqlite_functions.register` on each SQLite connection first,
as `run.py` does: the expectations call functions that SQLite lacks. Paths start from this folder.

{count} checks are expectations, each under its id.{left_out}
"""


def write(read: Opened, release: Release, judged: Judged, folder: Path) -> None:
    """Write the project, run its checkpoint once and build its pages."""
    ran = {one.check.id for one in judged.outcomes if one.state in (State.PASSED, State.FAILED)}
    plan = [one for one in judged.plan if one.check.id in ran]
    said, unsaid = expectations(plan, release.parameters)
    copy_tables(read.loaded, folder / DATABASE)
    with connected(folder / DATABASE):
        _make_project(folder, said)
    source = inspect.getsource(sqlite_functions)
    _write(folder / "sqlite_functions.py", source)
    _write(folder / "run.py", RUN)
    left_out = "".join(f"\n- {check}: {answer.reason}" for check, answer in unsaid.items())
    readme = README.format(
        title=release.facts.title or release.facts.id,
        database=DATABASE,
        checkpoint=CHECKPOINT,
        pages=PAGES,
        count=len(said),
        left_out=f" SQLite cannot say these, so they are left out:\n{left_out}" if unsaid else "",
    )
    _write(folder / "README.md", readme)


def _make_project(folder: Path, expected: Sequence[Expected]) -> None:
    gx = load_gx()
    context = gx.get_context(mode="file", project_root_dir=folder)
    hush(context)
    context.variables.save()
    source = context.data_sources.add_sqlite(SOURCE, connection_string=URL)
    definitions = []
    for table in dict.fromkeys(one.table for one in expected):
        mine = [one for one in expected if one.table == table]
        asset = source.add_table_asset(table, table_name=table)
        rows = asset.add_batch_definition_whole_table(ALL_ROWS)
        suite = context.suites.add(make_suite(table, mine))
        definition = gx.ValidationDefinition(name=table, data=rows, suite=suite)
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=CHECKPOINT,
            validation_definitions=definitions,
            actions=[gx.checkpoint.UpdateDataDocsAction(name="pages")],
            result_format="BASIC",
        )
    )
    checkpoint.run()
    source.get_execution_engine().close()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
