"""The wheel holds every schema and rule, and works where there is no checkout.

The wheel is built and installed for real. Its dependencies are not installed
again: the new environment sees those of the environment the tests run in.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

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
HELD = """
import duckdb, json, pathlib, qa_checks
from jinja2 import Environment
from qa_checks.catalogue import builtin, load
from qa_checks.json_schemas import published
from qa_checks.render import as_html
catalogue = load(builtin(), duckdb.connect())
print(json.dumps({
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
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def pip(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    options = ("-q", "--disable-pip-version-check")
    return run(sys.executable, "-m", "pip", *options, *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is no checkout, with an environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / ".venv")
    done = pip("--python", python(folder), "install", "--no-deps", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder / ".venv")}))
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # Packages only, no .pth of theirs: an editable install of the checkout stays out of sight.
    (own / "dependencies.pth").write_text("".join(f"{path}\n" for path in sorted(others)))
    return folder


def python(folder: Path) -> Path:
    return folder / ".venv" / "bin" / "python"


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


def test_wheel_holds_every_file_of_the_catalogue(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        wanted = set(data_files())
        held = {
            name.removeprefix("qa_checks/_catalogue/") for name in names if "_catalogue" in name
        }
        assert held == wanted
        for name in wanted:
            content = archive.read(f"qa_checks/_catalogue/{name}")
            assert content == (ROOT / name).read_bytes(), name


def test_wheel_holds_the_package_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
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
    others = {name.split("/")[0] for name in names} - {"qa_checks"}
    assert len(others) == 1
    assert others.pop().endswith(".dist-info")


@pytest.fixture(scope="module")
def told(elsewhere: Path) -> list[str]:
    """What the installed package says that it holds, and the page it need not compile."""
    done = run(python(elsewhere), "-c", HELD + PAGE, cwd=elsewhere)
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


def test_installed_command_runs(elsewhere: Path) -> None:
    command = elsewhere / ".venv" / "bin" / "qa-checks"
    version = run(command, "--version", cwd=elsewhere)
    assert (version.returncode, version.stdout) == (0, "qa-checks 0.1.0\n")
    rules = run(command, "rules", cwd=elsewhere)
    assert rules.returncode == 0, rules.stderr
    number = len(list((ROOT / "rules").rglob("*.yml")))
    assert f"\n{number} rules. " in rules.stdout
    refused = run(command, "check", "no.csv", cwd=elsewhere)
    assert (refused.returncode, refused.stdout) == (2, "")
    done = run(command, "demo", "made", "--clean", "-q", cwd=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert (elsewhere / "made" / "release.yml").is_file()
