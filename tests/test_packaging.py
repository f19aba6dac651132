"""The wheel holds every schema and rule, and works where there is no checkout.

It is built and installed for real. Its dependencies are not installed again:
the new environment sees those of the environment the tests run in.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from qa_checks import __version__
from tests import generated, markdown
from tests.markdown import ROOT

DATA = (
    "schemas/tables",
    "schemas/layouts",
    "schemas/codes",
    "schemas/comparisons",
    "schemas/cubes",
    "rules",
    "docs/json-schema",
)
COMMAND = "../../../bin/qa-checks"  # from where packages are
HELD = """
import duckdb, json, pathlib, qa_checks
from jinja2 import Environment
from qa_checks.catalogue import builtin, load
from qa_checks.json_schemas import published
from qa_checks.render import as_html
catalogue = load(builtin(), duckdb.connect())
print(json.dumps({
    "version": qa_checks.__version__,
    "package": str(pathlib.Path(qa_checks.__file__).parent),
    "folder": str(catalogue.folder),
    "rules": sorted(catalogue.rules),
    "tables": sorted(catalogue.tables),
    "layouts": sorted(catalogue.layouts),
    "codes": sorted(catalogue.codes),
    "cubes": sorted(catalogue.cubes),
    "json_schemas": sorted(path.name for path in published().iterdir()),
}))
"""
PAGE = """
Environment.compile = None
print(as_html.environment().get_template(as_html.PAGE).name)
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # Neither what is imported, nor how wide lines are, may come from the run of these tests.
    apart = ("PYTHONPATH", "COLUMNS", "LINES")
    environment = {key: value for key, value in os.environ.items() if key not in apart}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is no checkout, with an environment into which a wheel of it is installed."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / ".venv")
    own = packages(folder)
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # Packages only, no .pth of theirs: an editable install of the checkout stays out of sight.
    (own / "dependencies.pth").write_text("".join(f"{path}\n" for path in sorted(others)))
    done = run(
        sys.executable, "-m", "pip", "-q", "--disable-pip-version-check",
        *("--python", folder / ".venv" / "bin" / "python"), "install", "--ignore-installed",
        "--no-deps", "--no-build-isolation", "--no-compile", ROOT, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def packages(folder: Path) -> Path:
    """Where the packages of the environment in a folder are installed."""
    return Path(sysconfig.get_path("purelib", vars={"base": str(folder / ".venv")}))


def data_files() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for part in DATA
        for path in [*(ROOT / part).rglob("*"), *(ROOT / "schemas").glob("*.yml")]
        if path.is_file()
    )


def test_nothing_is_required_that_the_package_does_not_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = {re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]}
    modules = {
        name
        for path in (ROOT / "qa_checks").rglob("*.py")
        for name in re.findall(r"^ *(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    known = packages_distributions()
    imported = {_spell(name) for module in modules for name in known.get(module, ())}
    assert {_spell(name) for name in required} <= imported


def _spell(name: str) -> str:
    """The name of a distribution, however it is written."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_files(folder: Path) -> set[str]:
    """Every file that the wheel put there, by the list it came with."""
    [record] = packages(folder).glob("qa_checks-*.dist-info/RECORD")
    with record.open(encoding="utf-8", newline="") as lines:
        return {path for path, *_ in csv.reader(lines)}


def test_wheel_holds_every_file_of_the_catalogue(elsewhere: Path) -> None:
    held = {
        name.removeprefix("qa_checks/_catalogue/"): (packages(elsewhere) / name).read_bytes()
        for name in installed_files(elsewhere)
        if "_catalogue" in name
    }
    assert held == {name: (ROOT / name).read_bytes() for name in data_files()}


def test_wheel_holds_the_package_and_nothing_of_the_tests(elsewhere: Path) -> None:
    names = installed_files(elsewhere)
    own = {name for name in names if name.startswith("qa_checks/") and "_catalogue" not in name}
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "qa_checks").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = (ROOT / "qa_checks/render/templates").glob("*.j2")
    modules = {"__init__", *(template.name.partition(".")[0] for template in templates)}
    compiled = {f"qa_checks/render/compiled/{module}.py" for module in modules}
    assert own == files | compiled
    others = {name.split("/")[0] for name in names - {COMMAND}} - {"qa_checks"}
    assert others == {f"qa_checks-{__version__}.dist-info"}


@pytest.fixture(scope="module")
def told(elsewhere: Path) -> list[str]:
    """What the installed package says that it holds, and the page it need not compile."""
    done = run(elsewhere / ".venv/bin/python", "-c", HELD + PAGE, cwd=elsewhere)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_an_installed_package_need_not_compile_its_page(told: list[str]) -> None:
    assert told[1:] == ["report.html.j2"]


def test_installed_catalogue_is_the_checkouts(
    told: list[str], elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(HELD, {})  # noqa: S102  what the installed package was asked
    installed, checkout = json.loads(told[0]), json.loads(capsys.readouterr().out)
    for place in (installed.pop("package"), installed.pop("folder")):
        assert Path(place).is_relative_to(elsewhere / ".venv"), place
    del checkout["package"], checkout["folder"]
    assert installed == checkout
    assert len(installed["rules"]) == len(list((ROOT / "rules").rglob("*.yml")))
    assert len(installed["codes"]) == len(list((ROOT / "schemas" / "codes").glob("*.csv")))


def test_the_installed_command_does_what_the_readme_shows(elsewhere: Path) -> None:
    done = run(elsewhere / ".venv/bin/qa-checks", "demo", cwd=elsewhere)
    begin = "Wrote a synthetic release to demo-release."
    assert (done.returncode, done.stderr.partition("\n")[0]) == (1, begin), done.stderr
    shown = markdown.between(markdown.read("README.md"), "demo")
    assert generated.excerpt(shown, done.stdout) == shown
    assert (elsewhere / done.stdout.split()[-1]).is_file()
    assert (elsewhere / "demo-release" / "README.md").is_file()
