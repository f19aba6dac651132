"""The pack holds what the files say; it is used where it is fresh, and never otherwise."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import fields, replace

from qa_checks.catalogue import Catalogue, builtin, load, packed
from qa_checks.catalogue.folder import read_schemas
from qa_checks.catalogue.rulebook import PARTS
from qa_checks.catalogue.ruleset import add_rules
from qa_checks.reading.connection import connect
from tests.loaded_modules import Loaded

YARDSTICK = Path(__file__).parents[2] / "benchmarks" / "yardstick"


@pytest.fixture(scope="module")
def unpacked() -> Catalogue:
    """The built-in catalogue from its pack."""
    catalogue = packed.unpack(examples=True)
    assert catalogue is not None, "the pack is out of date: run python -m tests.generated"
    return catalogue


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built-in catalogue that is taken for it, to be changed."""
    for part in ("schemas", "rules"):
        shutil.copytree(builtin() / part, tmp_path / part)
    monkeypatch.setattr("qa_checks.catalogue.packed.builtin", lambda: tmp_path)
    monkeypatch.setattr("qa_checks.catalogue.loading.builtin", lambda: tmp_path)
    return tmp_path


def test_the_pack_is_what_the_files_give_today(catalogue: Catalogue) -> None:
    for path, content in packed.pack(catalogue).items():
        assert path.read_bytes() == content, "out of date: run python -m tests.generated"


def test_both_ways_give_the_same_catalogue_and_digest(
    catalogue: Catalogue, unpacked: Catalogue
) -> None:
    assert unpacked.sha256 == catalogue.sha256
    for part in fields(Catalogue):
        if part.name != "rules":
            assert getattr(unpacked, part.name) == getattr(catalogue, part.name), part.name
    assert list(unpacked.rules) == list(catalogue.rules)
    for name, rule in catalogue.rules.items():
        told = replace(rule, examples={}, examples_text=rule.told_examples)
        assert unpacked.rules[name] == told
        assert unpacked.rules[name].told_examples == rule.told_examples
    assert packed.write_contents(unpacked) == packed.write_contents(catalogue)


def test_the_digest_is_of_the_bytes_that_were_unpacked(unpacked: Catalogue) -> None:
    _, _, contents = packed.PACK.read_bytes().partition(b"\n")
    assert unpacked.sha256 == packed.digest(contents)


def test_the_digest_tells_what_rules_say_and_not_how_it_is_written(elsewhere: Path) -> None:
    rule = elsewhere / "rules/dates/DAT004_published_before_inspected.yml"
    text = rule.read_text(encoding="utf-8")
    before = load(elsewhere).sha256
    rule.write_text(f"# A comment.\n{text}", encoding="utf-8")
    assert load(elsewhere).sha256 == before
    rule.write_text(text.replace("severity: error", "severity: warning"), encoding="utf-8")
    assert load(elsewhere).sha256 != before


def change_a_rule(folder: Path) -> None:
    path = folder / "rules/dates/DAT004_published_before_inspected.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("severity: error", "severity: warning"), encoding="utf-8")


def add_a_comment(folder: Path) -> None:
    path = folder / "schemas/cubes/register.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")


def take_a_rule_away(folder: Path) -> None:
    (folder / "rules/dates/DAT004_published_before_inspected.yml").unlink()


def rename_a_code_list(folder: Path) -> None:
    (folder / "schemas/codes/outcodes.csv").rename(folder / "schemas/codes/other.csv")


@pytest.mark.parametrize(
    "change", [change_a_rule, add_a_comment, take_a_rule_away, rename_a_code_list]
)
def test_a_pack_of_other_files_is_left_alone(
    elsewhere: Path, change: Callable[[Path], None]
) -> None:
    assert packed.unpack(examples=False) is not None
    change(elsewhere)
    assert packed.unpack(examples=False) is None


def test_the_files_are_read_where_the_pack_is_of_others(elsewhere: Path) -> None:
    change_a_rule(elsewhere)
    assert load().rules["DAT004"].check.severity == "warning"


def test_a_pack_of_another_program_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAKER_FILES", (*packed.MAKER_FILES, "errors.py"))
    assert packed.unpack(examples=False) is None


def test_a_pack_is_told_by_every_module_that_makes_it() -> None:
    found = {
        word
        for part in packed.MAKERS
        for path in (packed.PACKAGE / part).glob("*.py")
        for word in re.findall(r"(?m)^ *from qa_checks\.(\w+)", path.read_text(encoding="utf-8"))
    }
    makers = {*packed.MAKERS, *(name.removesuffix(".py") for name in packed.MAKER_FILES)}
    assert found - makers == {"duckdb_core", "errors"}  # how it is read, and what is refused


def test_without_a_pack_the_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    monkeypatch.setattr(packed, "PACK", tmp_path / "contents.json")
    assert packed.unpack(examples=False) is None
    assert load().sha256 == catalogue.sha256


def test_a_copy_is_the_builtin_catalogue_to_the_last_byte_only(tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copytree(builtin() / part, tmp_path / part)
    assert packed.is_builtin(builtin())
    assert packed.is_builtin(tmp_path)
    add_a_comment(tmp_path)
    assert not packed.is_builtin(tmp_path)


def test_a_folder_that_is_named_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(examples: bool) -> None:
        raise AssertionError(examples)

    monkeypatch.setattr("qa_checks.catalogue.packed.unpack", refuse)
    assert load(builtin()).rules


def test_a_pack_is_loaded_without_what_reads_the_files(loaded: Loaded) -> None:
    assert not {"pydantic", "yaml", "duckdb", "qa_checks.forms"} & loaded["the rulebook"]


def test_schemas_of_a_folder_are_loaded_without_what_reads_rules(loaded: Loaded) -> None:
    rules = {"qa_checks.catalogue.packed", "qa_checks.catalogue.ruleset", "qa_checks.forms"}
    assert loaded["the schemas of a folder"] & rules == set()


def test_rules_that_any_catalogue_has_are_the_same_from_their_pack() -> None:
    connection = connect()
    schemas = read_schemas(YARDSTICK, connection)
    read = add_rules(schemas, connection, packed=False)
    unpacked = add_rules(schemas, connection)
    assert unpacked.sha256 == read.sha256
    told = {name: (rule.path, replace(rule, examples={})) for name, rule in read.rules.items()}
    assert told == {
        name: (rule.path, replace(rule, examples={})) for name, rule in unpacked.rules.items()
    }
    assert {"STR001", "CMP001"} & read.rules.keys() == {"STR001"}


@pytest.mark.parametrize(
    "file",
    [
        "rules/structure/STR012_mixed_encodings.yml",
        "schemas/conditions.yml",
        "schemas/codes/missing_words.csv",
    ],
)
def test_a_stale_pack_of_them_is_left_alone(elsewhere: Path, file: str) -> None:
    assert packed.unpack_shared() is not None
    with (elsewhere / file).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert packed.unpack_shared() is None


def test_rules_on_the_data_do_not_make_it_stale(elsewhere: Path) -> None:
    change_a_rule(elsewhere)
    assert packed.unpack_shared() is not None
    assert packed.unpack(examples=False) is None
