"""What claims.yml may say, and how it is refused, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue.codes import CodeList, read_codes
from qa_checks.claims.claims_file import read_claims
from qa_checks.claims.vocabulary import read_vocabulary
from qa_checks.errors import CatalogueError, ReleaseError

COUNT = "    query: SELECT count(*) AS n FROM visits\n"
HEAD = "text: findings.md\nclaims:\n  - says: There were {n} visits\n"


def refused(folder: Path, text: str) -> str:
    path = folder / "claims.yml"
    path.write_text(text, encoding="utf-8")
    (folder / "findings.md").write_text("There were 3 visits.\n", encoding="utf-8")
    with pytest.raises(ReleaseError) as caught:
        read_claims(path, folder, {})
    return str(caught.value).removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: The file must be a set of 'key: value' lines."),
        ("claims: []\n", "1: 'text' is missing."),
        ("text: other.md\nclaims: []\n", "1: There is no text 'other.md'."),
        ("text: findings.md\nclaim: []\n", "2: 'claim' is not a key of this file. "
         "Did you mean 'claims'?"),
        (f"{HEAD}    qery: SELECT 1\n", "4: 'qery' is not a key of this file. "
         "Did you mean 'query'?"),
        (HEAD, "3: 'claims': say what the sentence is bound to: query, empty or outside."),
        (f"{HEAD}    query: ''\n", "4: 'query': string should have at least 1 character."),
        (f"{HEAD}{COUNT}    rounded: {{m: 100}}\n", "rounded: there is no hole {m} for a "
         "number in says."),
        (f"{HEAD.replace('{n}', '{n:fraction}')}{COUNT}    rounded: {{n: 100}}\n",
         "rounded: there is no hole {n} for a number in says."),
        (f"{HEAD}{COUNT}    rounded: {{n: 0}}\n", "greater than 0"),
        (f"{HEAD}{COUNT}changes: rounded\n", "input should be 'unrounded' or 'printed'."),
        (f"{HEAD.replace('{n}', '{n:nmber}')}{COUNT}", "'nmber' in {n:nmber} is no kind of hole. "
         "Did you mean 'number'?"),
        (f"{HEAD.replace('{n}', '{n:shape}')}{COUNT}", "There are number, fraction, direction, "
         "multiple, rank and word."),
        (f"{HEAD.replace('{n}', '{N}')}{COUNT}", "'{N}' must be a name of lower-case letters"),
        (f"{HEAD.replace('{n}', '{n')}{COUNT}", "its braces do not match"),
        (f"{HEAD.replace('{n}', '{n}{m}')}{COUNT}", "two holes stand beside each other"),
        (f"{HEAD.replace('{n}', '… … {n}')}{COUNT}", "'…' stands there twice"),
        (f"{HEAD.replace('There were {n} visits', '{n}')}{COUNT}".replace("says: {n}",
         "says: '{n}'"), "it has no words of the text"),
        (f"{HEAD.replace('{n}', '{as_at}')}{COUNT}", "'as_at' is a fact of the release"),
        (f"{HEAD.replace('{n}', 'three')}{COUNT}", "a query says what belongs in the holes"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    assert message in refused(tmp_path, text)


def test_each_claim_knows_its_line_and_holes(tmp_path: Path) -> None:
    (tmp_path / "findings.md").write_text("x\n", encoding="utf-8")
    path = tmp_path / "claims.yml"
    path.write_text(
        "text: findings.md  # the text\n\nclaims:\n"
        "  # first\n  - says: rose {up:direction} {up}% to {now}\n    outside: no query\n\n"
        "  - outside: nobody knows\n    says: every one\n",
        encoding="utf-8",
    )
    first, second = read_claims(path, tmp_path, {}).claims
    assert (first.line, second.line) == (5, 8)
    assert [(hole.name, hole.kind) for hole in first.holes] == [
        ("up", "direction"),
        ("up", "number"),
        ("now", "number"),
    ]
    assert (first.numeric, second.holes) == ({"up", "now"}, ())


def codes(folder: Path, *rows: str) -> dict[str, CodeList]:
    path = folder / "words.csv"
    head = "code,aliases,kind,value,low,high,loose_low,loose_high"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return {"words": read_codes(path)}


def test_an_office_has_words_of_its_own(tmp_path: Path) -> None:
    vocabulary = read_vocabulary(codes(tmp_path, "up,soared|shot  up,direction,1,>0,any,,"))
    match = vocabulary.match("direction", "it shot up by", 3)
    assert match
    assert match[0] == "shot up"
    assert vocabulary.match("direction", "it shot upwards", 3) is None
    assert vocabulary.match("direction", "it rose", 3) is None
    assert vocabulary.match("rank", "the highest", 4) is None


@pytest.mark.parametrize("bad", ["up,,direction,one,>0,any,,", "up,,direction,1,>x,any,,"])
def test_a_band_that_is_none_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(CatalogueError, match=r"words\.csv:2: A value or an end of a band"):
        read_vocabulary(codes(tmp_path, bad))


def test_a_list_of_words_without_bands_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("code,aliases\nup,rose\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="The column 'kind' is missing"):
        read_vocabulary({"words": read_codes(tmp_path / "words.csv")})


def test_a_catalogue_without_words_knows_none() -> None:
    assert read_vocabulary({}).words == {}
