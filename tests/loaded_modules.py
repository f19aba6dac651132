"""What the program has loaded by when: told by processes that load one thing after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from qa_checks.demo_release import unpack
from tests.cli.conftest import FEW_PROVIDERS
from tests.cli.running import environment
from tests.little import keep_few_providers, leave_providers_out
from tests.reading.typed_visits import write_office, write_visits
from tests.sampling import drawn_release

Loaded = Mapping[str, set[str]]
YARDSTICK = Path(__file__).parents[1] / "benchmarks" / "yardstick"
START = """
import sys
before = set(sys.modules)
def note(step):
    loaded = sorted(set(sys.modules) - before)
    import json
    with open("loaded.jsonl", "a") as told:
        print(json.dumps([step, loaded]), file=told)
"""
COMMANDS = """
import qa_checks.cli.main
note("the door")
import qa_checks.cli.app
note("the list of commands")
for name in qa_checks.cli.app.COMMANDS:
    qa_checks.cli.app.load_command(name)
note("all commands")
from pathlib import Path
from qa_checks.catalogue import load_schemas
load_schemas(Path(sys.argv[1]))
note("the schemas of a folder")
"""
# What a step must not load, none before it may have loaded either.
CHECKS = """
import qa_checks
qa_checks.__version__
note("the package")
from qa_checks.catalogue import load
load(examples=True)
note("the rulebook")
import qa_checks.assessment
note("what reads")
qa_checks.assessment._load_judging()
note("what judges")
import qa_checks.render.pages
note("pages of text")
from qa_checks.cli.main import run_from_shell
def end(code, *words):
    sys.argv = ["qa-checks", *words]
    try:
        run_from_shell()
    except SystemExit as ended:
        assert ended.code == code, ended.code
end(0, "check", "few/data/providers_as_at_31_august_2021.csv")
note("a check")
end(1, "run", "plain/release.yml")
note("a run")
end(0, "run", "sampled/release.yml", "--catalogue", "sampled/catalogue", "--quiet")
note("a run with a sample")
from qa_checks.reading.formats import delimited_text
delimited_text.DIRECT_BYTES = 0
end(1, "check", "visits.csv", "--catalogue", "office", "--quiet", "--output", "large")
note("a check of large plain text")
import qa_checks.api
qa_checks.check("few/data/providers_as_at_31_august_2021.csv")
note("a check from Python")
"""


def load_in_turn(folder: Path) -> Loaded:
    """Give what is loaded after each step.

    The release that is run has no published tables, texts, sample and sources, the other one has
    a sample of all its rows.
    """
    leave_providers_out(unpack(folder / "plain"))
    keep_few_providers(unpack(folder / "few", clean=True), FEW_PROVIDERS)
    drawn_release.fill_in(drawn_release.draw(folder / "sampled"))
    write_office(folder / "office")
    write_visits(folder / "visits.csv")
    for steps in (COMMANDS, CHECKS):
        done = subprocess.run(
            [sys.executable, "-c", START + steps, YARDSTICK], cwd=folder, env=environment(),
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((folder / "large/report.json").read_text(encoding="utf-8"))
    found = [at["row"] for at in report["findings"] if at["check"] == "ABC001"]
    assert found == [3, 5]  # in large plain text
    lines = (folder / "loaded.jsonl").read_text(encoding="utf-8").splitlines()
    return {step: set(modules) for step, modules in map(json.loads, lines)}
