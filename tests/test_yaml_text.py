"""A text is written so that YAML reads the very same."""

from __future__ import annotations

import pytest
import yaml

from qa_checks.yaml_text import quote


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("data/homes_2021 (final).csv", "data/homes_2021 (final).csv"),
        ("../summer-2021/release.yml", "../summer-2021/release.yml"),
        ("Yes", '"Yes"'),
        ("2021-08-31", '"2021-08-31"'),
        ("a: b #c", '"a: b #c"'),
        ("Größe.csv", '"Größe.csv"'),
        ("\N{HOUSE BUILDING} homes.csv", '"\N{HOUSE BUILDING} homes.csv"'),
        ("two\u2028lines", '"two\\U00002028lines"'),
        ("\udce9 from another system.csv", '"\\U0000dce9 from another system.csv"'),
        ('C:\\a "b"', "'C:\\a \"b\"'"),
        ('the "best" of Barnet\'s {n} homes', "'the \"best\" of Barnet''s {n} homes'"),
        ("Barnet's {n} homes", '"Barnet\'s {n} homes"'),
        ('a "b"\u00a0c', '"a \\"b\\"\\U000000a0c"'),
    ],
)
def test_yaml_reads_what_was_meant(text: str, written: str) -> None:
    assert quote(text) == written
    assert yaml.safe_load(f"- {written}") == [text]
    assert yaml.safe_load(f"{{{written}: {written}}}") == {text: text}
