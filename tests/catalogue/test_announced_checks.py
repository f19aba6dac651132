"""The words of checks that no rule is: complete, and found again by the id that a report gives."""

from __future__ import annotations

from typing import Any

import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.announced_checks import FILE, announced_ids, find_announced, word_check
from qa_checks.catalogue.yaml_files import read_yaml
from qa_checks.comparing.releases import announce
from qa_checks.errors import CatalogueError
from qa_checks.model.checks import Severity
from qa_checks.model.texts import TEXT_CHECKS

SAID: dict[str, Any] = read_yaml(FILE, CatalogueError)["checks"]
ALWAYS = {"ids", "name", "title", "table", "severity", "theme", "why", "remedy", "source", "rows"}


@pytest.mark.parametrize("kind", SAID)
def test_each_check_is_explained_by_its_own_words(kind: str, catalogue: Catalogue) -> None:
    message = SAID[kind]
    assert ALWAYS <= message.keys() <= {*ALWAYS, "finding", "declared_in"}
    declared = {check.id: check for check in announce(catalogue)}
    for ids in message["ids"].split(", "):
        id_ = ids.replace("*", "latest", 1).replace("*", "other")
        announced = find_announced(id_, declared)
        assert announced is not None
        check, words = announced
        assert words == message
        assert (check.id, check.remedy, check.source) == (
            id_,
            message["remedy"],
            (message["source"],),
        )
        assert "{" not in f"{check.name} {check.title} {check.table}"


def test_what_is_announced_is_filled_in() -> None:
    check = word_check("changed", "compare.changed.places", column="Places {new}")
    assert check.title == "'Places {new}' is the same on both sides"
    assert (check.id, check.severity) == ("compare.changed.places", Severity.WARNING)


def test_only_what_is_so_called_is_found(catalogue: Catalogue) -> None:
    declared = {check.id: check for check in announce(catalogue)}
    assert find_announced("compare.latest.key", declared) is not None
    assert find_announced("compare.nobody.key", declared) is None
    assert find_announced("text.nothing", declared) is None
    assert set(TEXT_CHECKS) <= set(announced_ids())
