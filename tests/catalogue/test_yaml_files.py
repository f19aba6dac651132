"""YAML read strictly: every fault with its line and, where one is near, the key that was meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue.rule_file import RuleFile
from qa_checks.catalogue.yaml_files import find_line, read_model, read_text, read_yaml
from qa_checks.errors import CatalogueError, ReleaseError
from qa_checks.release_yaml import ReleaseFile
from tests.small_catalogue import rule, write_yaml


def refused(path: Path, model: Any = RuleFile) -> str:
    with pytest.raises(CatalogueError) as caught:
        read_model(path, model, CatalogueError)
    return str(caught.value).replace(str(path), "file")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_a_record(tmp_path: Path) -> None:
    record = read_model(write_yaml(tmp_path / "a.yml", rule()), RuleFile, CatalogueError)
    assert (record.id, record.form.key, record.form.tell()) == ("ABC001", "require", "score > 0")


def test_a_misspelt_key_is_named_with_its_line_and_the_key_that_was_meant(tmp_path: Path) -> None:
    data = rule()
    data["serverity"] = data.pop("severity")
    refusal = refused(write_yaml(tmp_path / "a.yml", data))
    assert refusal.startswith("file:")
    assert "'serverity' is not a key of this file. Did you mean 'severity'?" in refusal
    extra = write_yaml(tmp_path / "b.yml", {**rule(), "remdy": "x"})
    with pytest.raises(CatalogueError) as caught:
        read_model(extra, RuleFile, CatalogueError)
    line = extra.read_text(encoding="utf-8").splitlines().index("remdy: x") + 1
    assert caught.value.where == f"{extra}:{line}"
    assert caught.value.what == "'remdy' is not a key of this file. Did you mean 'remedy'?"


def test_a_key_that_resembles_none_lists_what_is_known(tmp_path: Path) -> None:
    refusal = refused(write_yaml(tmp_path / "a.yml", {**rule(), "zzz": 1}))
    assert "'zzz' is not a key of this file. Known here: id, name, title, table," in refusal


@pytest.mark.parametrize(
    ("line", "name"),
    [("null: 1", "None"), ("yes: x", "True"), ("0x5: 1", "5"), ("2021-08-31: x", "2021-08-31")],
)
def test_a_key_that_is_no_text_is_named_with_its_line(tmp_path: Path, line: str, name: str) -> None:
    path = written(tmp_path, f"release: a\nexpect: {{a: 1}}\nperiod:\n  start: x\n  {line}\n")
    with pytest.raises(ReleaseError) as caught:
        read_model(path, ReleaseFile, ReleaseError)
    assert caught.value.where == f"{path}:5"
    assert caught.value.what.startswith(f"'{name}' is not a key of this file. ")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("!!bool maybe", "'maybe': it is no bool"),
        ('!!int ""', "'': it is no int"),
        ('!!float ""', "'': it is no float"),
        ("!!timestamp x", "'x': it is no timestamp"),
        ("!!set x", "expected a mapping node, but found scalar"),
    ],
)
def test_a_tag_that_calls_a_value_what_it_is_not_is_refused_with_its_line(
    tmp_path: Path, value: str, problem: str
) -> None:
    refusal = refused(written(tmp_path, f"id: a\nname: {value}\n"))
    assert refusal.startswith(f"file:2: This is not well-formed YAML: {problem}.")


def test_several_faults_are_counted(tmp_path: Path) -> None:
    data = {**rule(), "zzz": 1, "yyy": 2}
    assert refused(write_yaml(tmp_path / "a.yml", data)).endswith(" (1 more fault in this file)")
    told = refused(write_yaml(tmp_path / "a.yml", {**data, "xxx": 3}))
    assert told.endswith(" (2 more faults in this file)")


def test_a_nested_fault_has_the_line_it_stands_in(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "release: a\ntitle: A\nfiles:\n  - path: x.csv\n  - path: y.csv\n    basis: [a]\n",
    )
    with pytest.raises(ReleaseError) as caught:
        read_model(path, ReleaseFile, ReleaseError)
    assert caught.value.where == f"{path}:6"
    assert caught.value.what == "'basis': input should be a valid string."


def test_a_text_in_the_place_of_keys_is_said_without_names_of_the_program(tmp_path: Path) -> None:
    path = written(tmp_path, "release: a\ntitle: A\nfiles:\n  - path: x.csv\n  - 3\n")
    with pytest.raises(ReleaseError) as caught:
        read_model(path, ReleaseFile, ReleaseError)
    assert caught.value.where == f"{path}:5"
    assert caught.value.what == "'files': a set of 'key: value' lines belongs here."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "file:3: This is not well-formed YAML: the key 'a' is given twice."),
        ("a: {b: 1, b: 2}\n", "file:1: This is not well-formed YAML: the key 'b' is given twice."),
        (
            "a: &x [1]\nb: *x\n",
            "file:1: Anchors and aliases (& and *) are not used here. Write the text out; one that "
            "begins with & or * stands in quotation marks.",
        ),
        ("a: 1\nb: &-a [1]\nc: *-a\n", "file:2: Anchors and aliases (& and *) are not used here."),
        ("a: {?&a b: c}\n", "file:1: Anchors and aliases (& and *) are not used here."),
        ("a: !!str &a b\n", "file:1: Anchors and aliases (& and *) are not used here."),
        ("a: b\n? &_ c\n: d\n", "file:2: Anchors and aliases (& and *) are not used here."),
        ("&root\na: b\n", "file:1: Anchors and aliases (& and *) are not used here."),
        ("a: *b\n", "file:1: This is not well-formed YAML: found undefined alias."),
        (
            "a: 1\n<<: {a: 2}\n",
            "file:2: This is not well-formed YAML: the merge key '<<' is not used here.",
        ),
        (
            "a: {!!merge b: {c: 2}}\n",
            "file:1: This is not well-formed YAML: the merge key 'b' is not used here.",
        ),
        (
            "a: {1: b, 0x1: c}\n",
            "file:1: This is not well-formed YAML: the key '0x1' is given twice.",
        ),
        ("- a\n- b\n", "file:1: The file must be a set of 'key: value' lines."),
        ("", "file:1: The file must be a set of 'key: value' lines."),
        ("a: !!python/object/apply:os.system [ls]\n", "file:1: This is not well-formed YAML: "),
        ("a: [1\nb: 2\n", "file:2: This is not well-formed YAML: "),
        (
            "a: 2021-13-45\n",
            "file:1: This is not well-formed YAML: '2021-13-45': month must be in 1..12.",
        ),
        ("[" * 5000, "file"),
    ],
)
def test_what_is_not_strict_yaml_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert refused(written(tmp_path, text)).startswith(message)


def test_an_ampersand_in_a_text_is_no_anchor(tmp_path: Path) -> None:
    path = written(tmp_path, "a: Bournemouth & Poole\nb: '*x'\nc: '&y'\nd: R&D\n")
    assert read_yaml(path, CatalogueError) == {
        "a": "Bournemouth & Poole", "b": "*x", "c": "&y", "d": "R&D",
    }  # fmt: skip


def test_a_file_that_is_missing_large_or_no_text_is_explained(tmp_path: Path) -> None:
    for content, message in (
        (None, "There is no such file."),
        (b"x" * 1_000_001, "The file is larger than 1 MB."),
        (b"a: \xff\xfe", "The file is not UTF-8 text."),
    ):
        path = tmp_path / "a.yml"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CatalogueError) as caught:
            read_text(path, CatalogueError)
        assert caught.value.what == message
    with pytest.raises(CatalogueError, match=r"The file cannot be read: Is a directory\."):
        read_text(tmp_path, CatalogueError)


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), 1),
        (("b",), 2),
        (("b", 1), 4),
        (("b", 1, "d"), 5),
        (("b", 9), 2),
        (("z",), 1),
        (("b", 1, "z"), 4),
    ],
)
def test_lines_are_found_by_a_path_of_keys(
    tmp_path: Path, location: tuple[str | int, ...], line: int
) -> None:
    path = written(tmp_path, "a: 1\nb:\n  - c: 1\n  - c: 2\n    d: 3\n")
    assert find_line(path, location) == line
