"""A project of Great Expectations: the tables in SQLite, a suite a table, checkpoint, Data Docs."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Final

from qa_checks.appraisal import Judged
from qa_checks.exports.new_folder import write_text
from qa_checks.model.checks import State
from qa_checks.opened import Opened
from qa_checks.opinions import sqlite_functions
from qa_checks.opinions.gx_suites import DATABASE, load_gx, project

CHECKPOINT: Final = "release"
PAGES: Final = "gx/uncommitted/data_docs/local_site/index.html"
RUN: Final = '''\
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
README: Final = """\
# {title}

The checks of `qa-checks` as a project of Great Expectations, over the tables of the release in
`{database}`. `python run.py`, with `great_expectations` and `sqlalchemy` installed, runs the
checkpoint `{checkpoint}` again and builds the pages anew: `{pages}`.

Anyone who loads it another way calls `sqlite_functions.register` on each SQLite connection first,
as `run.py` does: the expectations call functions that SQLite lacks. Paths start from this folder.

{count} checks are expectations, each under its id.{left_out}
"""


def write(read: Opened, judged: Judged, folder: Path) -> None:
    """Write the project, run its checkpoint once and build its pages."""
    ran = {
        outcome.check.id
        for outcome in judged.outcomes
        if outcome.state in (State.PASSED, State.FAILED)
    }
    asked = [planned for planned in judged.plan if planned.check.id in ran]
    gx, release = load_gx(), read.release
    with project(read.loaded, asked, release.parameters, folder) as made:
        checkpoint = gx.Checkpoint(
            name=CHECKPOINT,
            validation_definitions=made.definitions,
            actions=[gx.checkpoint.UpdateDataDocsAction(name="pages")],
            result_format="BASIC",
        )
        made.context.checkpoints.add(checkpoint).run()
    write_text(folder / "sqlite_functions.py", inspect.getsource(sqlite_functions))
    write_text(folder / "run.py", RUN)
    left_out = "".join(f"\n- {check}: {failure.reason}" for check, failure in made.left_out.items())
    readme = README.format(
        title=release.facts.title or release.facts.id,
        database=DATABASE,
        checkpoint=CHECKPOINT,
        pages=PAGES,
        count=len(asked) - len(made.left_out),
        left_out=f" SQLite cannot say these, so they are left out:\n{left_out}" if left_out else "",
    )
    write_text(folder / "README.md", readme)
