"""A catalogue is read whole or refused with the file, the line and what to do."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import Catalogue, builtin, load
from qa_checks.errors import CatalogueError, UsageError
from qa_checks.model.checks import State
from qa_checks.model.logic import Selection
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.small_catalogue import (
    CUBE,
    LAYOUT,
    TABLE,
    rule,
    run_on,
    sheet_of,
    write_catalogue,
    write_rule,
)

# Rules on the form of files hold for every catalogue, but for those that name a table of one.
OF_ONE_CATALOGUE = {"STR020", "STR024", "STR026"}
EVERY_TABLE = {
    path.stem.partition("_")[0] for path in (builtin() / "rules" / "structure").glob("*.yml")
} - OF_ONE_CATALOGUE


def read(folder: Path) -> Catalogue:
    return load(folder, parser())


def refused(folder: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        read(folder)
    return str(caught.value).replace(f"{folder}/", "")


def changed(base: dict[str, Any], *place: Any, to: Any) -> dict[str, Any]:
    """A copy in which one thing is another; None takes it away."""
    result = copy.deepcopy(base)
    inner = result
    for part in place[:-1]:
        inner = inner[part]
    if to is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = to
    return result


def test_a_good_catalogue_is_read(tmp_path: Path) -> None:
    read_back = read(write_catalogue(tmp_path, [rule(1), rule(2, require="score < 9")]))
    assert set(read_back.tables) == {"visits"}
    assert set(read_back.layouts) == {"visits"}
    assert set(read_back.codes) == {"kinds", "missing_words"}
    assert set(read_back.cubes) == {"visits"}
    own = {name for name, rule in read_back.rules.items() if rule.check.theme != "structure"}
    assert own == {"ABC001", "ABC002"}
    assert set(read_back.rules) - own == EVERY_TABLE


def test_the_digest_is_of_names_and_content(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1)])
    before = read(folder).sha256
    assert read(folder).sha256 == before
    (folder / "rules" / "README.md").write_text("words")
    assert read(folder).sha256 == before
    path = folder / "schemas" / "codes" / "kinds.csv"
    path.write_text(path.read_text() + "Other,\n")
    assert read(folder).sha256 != before


def test_a_folder_without_schemas_and_rules_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path)
    assert caught.value.what == (
        f"'{tmp_path}' is not a catalogue: it needs a folder schemas/ and a folder rules/."
    )
    (tmp_path / "schemas").mkdir()
    (tmp_path / "rules").mkdir()
    with pytest.raises(CatalogueError, match="There is no table"):
        read(tmp_path)


def test_a_layout_may_take_over_another(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    like = {"layout": "more", "title": "more", "like": "visits", "distinct": ["visits"]}
    (folder / "schemas" / "layouts" / "more.yml").write_text(str(like))
    layout = read(folder).layouts["more"]
    assert [block.distinct for block in layout.blocks] == [True]
    assert layout.required == ["visits.number"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (
            {"table": changed(TABLE, "table", to="calls")},
            "schemas/tables/visits.yml:1: The table is 'calls': name the file so.",
        ),
        (
            {"table": changed(TABLE, "columns", "kind", "in", to="kind.csv")},
            "schemas/tables/visits.yml:{in: kind.csv}: There is no code list 'kind'. "
            "Available: kinds, missing_words.",
        ),
        (
            {"table": changed(TABLE, "key", to=["nmber"])},
            "schemas/tables/visits.yml:1: 'file': 'nmber' is not a column of table 'visits'.",
        ),
        (
            {"table": changed(TABLE, "columns", "kind", "isin", to="kinds.csv")},
            "schemas/tables/visits.yml:{isin}: 'isin' is not a key of this file. "
            "Did you mean 'in'?",
        ),
        (
            {
                "table": changed(
                    TABLE, "columns", "twice", to={"title": "T", "derived": "1; DROP TABLE x"}
                )
            },
            "schemas/tables/visits.yml:{derived: 1; DROP TABLE x}: It does not parse: ",
        ),
        (
            {"layout": changed(LAYOUT, "layout", to="calls")},
            "schemas/layouts/visits.yml:1: The layout is 'calls': name the file so.",
        ),
        (
            {"layout": changed(LAYOUT, "like", to="calls")},
            "schemas/layouts/visits.yml:{like: calls}: There is no layout 'calls'. "
            "There are: visits.",
        ),
        (
            {"layout": changed(LAYOUT, "required", to=["visits.date"])},
            "schemas/layouts/visits.yml:{required:}: There is no column of its blocks "
            "'visits.date'. Did you mean 'visits.day'?",
        ),
        (
            {"layout": changed(LAYOUT, "blocks", 0, "table", to="calls")},
            "schemas/layouts/visits.yml:{blocks:}: There is no table 'calls'. There are: visits.",
        ),
        (
            {"layout": changed(LAYOUT, "blocks", 0, "columns", "scor", to=["S"])},
            "schemas/layouts/visits.yml:{blocks:}: There is no column of table 'visits' 'scor'. "
            "Did you mean 'score'?",
        ),
        (
            {"layout": changed(LAYOUT, "blocks", 0, "set", to={"scor": "1"})},
            "schemas/layouts/visits.yml:{blocks:}: There is no column of table 'visits' 'scor'.",
        ),
        (
            {"layout": changed(LAYOUT, "blocks", 0, "unpivot", to={"name": "kind", "value": "w"})},
            "schemas/layouts/visits.yml:{blocks:}: There is no column of table 'visits' 'w'.",
        ),
        (
            {"layout": changed(LAYOUT, "blocks", 0, "columns", "person", to=["Person", "number"])},
            "schemas/layouts/visits.yml:{blocks:}: 'number' is a header of visits.number and of "
            "visits.person: leave it to the first, which the other 'repeats' in its table.",
        ),
        (
            {"layout": changed(LAYOUT, "like", to="visits")},
            "schemas/layouts/visits.yml:{like: visits}: 'visits' takes over another itself: "
            "name one that does not.",
        ),
        (
            {"layout": changed(LAYOUT, "distinct", to=["visits"])},
            "schemas/layouts/visits.yml:{distinct:}: There is no taken-over table 'visits'. "
            "There are: none.",
        ),
        (
            {"layout": changed(LAYOUT, "set", to={"knd": "Full"})},
            "schemas/layouts/visits.yml:{set:}: There is no column of its tables 'knd'. "
            "Did you mean 'kind'?",
        ),
        (
            {"layout": changed(LAYOUT, "repeats_rows", to="nmber")},
            "schemas/layouts/visits.yml:{repeats_rows: nmber}: There is no column of its blocks "
            "'nmber'. Did you mean 'number'?",
        ),
        (
            {"table": changed(TABLE, "time", to="kind")},
            "schemas/tables/visits.yml:1: 'file': 'kind' is no column of dates, so it cannot be "
            "the time.",
        ),
        (
            {
                "table": changed(
                    TABLE,
                    "views",
                    to={
                        "column": "kind",
                        "words": {"Full": "a", "Short": "b"},
                        "repeated": ["ful"],
                    },
                )
            },
            "schemas/tables/visits.yml:{views:}: 'views': 'ful' is repeated, but there is no such "
            "view.",
        ),
        (
            {"cube": changed(CUBE, "select", to="SELECT 1 AS _source, 1 AS _row FROM visit")},
            "schemas/cubes/visits.yml:5: Table 'visit' is not in the catalogue. "
            "Did you mean 'visits'?",
        ),
        (
            {"cube": changed(CUBE, "select", to="SELECT 1; SELECT 2")},
            "schemas/cubes/visits.yml:5: Only one SELECT is allowed",
        ),
        (
            {"codes": {"kinds": "code,aliases\nFull,x\nShort,X\n"}},
            "schemas/codes/kinds.csv: 'X' stands for 'Short' and for 'Full'.",
        ),
        ({"codes": {"kinds": "kind\nFull\n"}}, "schemas/codes/kinds.csv:1: The first column"),
    ],
)
def test_a_schema_that_is_not_well_formed_is_refused(
    tmp_path: Path, parts: dict[str, Any], message: str
) -> None:
    folder = write_catalogue(tmp_path, **parts)
    lines = (folder / message.partition(":")[0]).read_text().splitlines()
    for number, line in enumerate(lines, start=1):
        message = message.replace(f"{{{line.strip()}}}", str(number))
        if line.strip().startswith("isin:"):
            message = message.replace("{isin}", str(number))
    assert refused(folder).startswith(message)


NUMBERS = {"numbers": 'code\n1\n"2) OR (1 = 1"\n'}
DERIVED = {"title": "Twice", "type": "integer", "derived": "2 * score"}


@pytest.mark.parametrize(
    ("column", "keys", "message"),
    [
        ("score", {"in": "kinds", "fold": False}, "the code 'Full' of list 'kinds' is no integer"),
        ("share", {"in": "kinds", "fold": False}, "the code 'Full' of list 'kinds' is no number"),
        (
            "score",
            {"in": "numbers", "fold": False},
            "the code '2) OR (1 = 1' of list 'numbers' is no integer",
        ),
        ("score", {"in": "kinds"}, "the codes of a column of type integer need 'fold: false'"),
        ("day", {"in": "kinds", "fold": False}, "a column of type date has no codes"),
        ("score", {"repeats": ["visits.scor"]},
         "it repeats 'visits.scor', but there is no column 'visits.scor'"),
        ("day", {"not_before": ["visit.day"]},
         "it needs 'visit.day', but there is no column 'visit.day'"),
        ("score", {"ge": "2021-01-01"}, "'2021-01-01' is no limit of a column of type integer"),
        ("day", {"le": 5}, "'5' is no limit of a column of type date"),
        ("kind", {"ge": 5}, "'5' is no limit of a column of type text"),
        ("score", {"str_matches": "[0-9]"}, "a column of type integer is no text"),
        ("kind", {"true_values": ["Yes"]}, "a column of type text is neither true nor false"),
        ("score", {"false_values": ["0"]}, "a column of type integer is neither true nor false"),
        ("twice", {**DERIVED, "nullable": False},
         "the column is derived, so nothing would check 'nullable'"),
        ("twice", {**DERIVED, "le": 9}, "the column is derived, so nothing would check 'le'"),
    ],
)  # fmt: skip
def test_a_key_of_a_column_that_nothing_would_heed_is_refused(
    tmp_path: Path, column: str, keys: dict[str, Any], message: str
) -> None:
    usual = TABLE["columns"].get(column, {})
    table = changed(TABLE, "columns", column, to={**usual, **keys})
    folder = write_catalogue(tmp_path, table=table, codes=NUMBERS)
    key = next(key for key in keys if key not in DERIVED)
    lines = (folder / "schemas" / "tables" / "visits.yml").read_text().splitlines()
    start = lines.index(f"  {column}:")
    line = next(n for n, text in enumerate(lines, 1) if n > start and text.startswith(f"    {key}"))
    where, _, what = refused(folder).partition(": ")
    assert where == f"schemas/tables/visits.yml:{line}"
    assert what == f"{message[:1].upper()}{message[1:]}."


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"table": "visit"}, "table", "table: there is no table 'visit'. Available: visits, "),
        (
            {"require": "scor > 0"},
            "require",
            "require: column 'scor' is not in visits. Did you mean 'score'?",
        ),
        ({"require": "score >"}, "require", "require: it does not parse: "),
        ({"require": "score > 0) OR (1 = 1"}, "require", "require: "),
        ({"require": "score > 0, 1"}, "require", "require: "),
        (
            {"require": "getenv('HOME') = ''"},
            "require",
            "require: the function 'getenv' is not on the list of allowed functions.",
        ),
        (
            {"query": "SELECT t.* FROM visitz AS t"},
            "query",
            "query: table 'visitz' is not in the catalogue. Did you mean 'visits'?",
        ),
        (
            {"query": "SELECT * FROM read_csv('/etc/passwd')"},
            "query",
            "query: table function in FROM is not allowed.",
        ),
        ({"query": "DELETE FROM visits"}, "query", "query: only one SELECT is allowed"),
        ({"query": "SELECT 1; SELECT 2"}, "query", "query: only one SELECT is allowed"),
        ({"unique": ["numbr"]}, "unique", "unique: column 'numbr' is not in table 'visits'."),
        (
            {"references": {"columns": ["numbr"], "to": "codes.kinds", "to_columns": ["code"]}},
            "columns",
            "references.columns: column 'numbr' is not in table 'visits'.",
        ),
        (
            {"require": "score > 0", "scope": {"kid": ["Full"]}},
            "kid",
            "scope.kid: column 'kid' is not in table 'visits'.",
        ),
        (
            {"require": "score > 0", "scope": {"where": "kid = 1"}},
            "where",
            "scope.where: column 'kid' is not in visits.",
        ),
        (
            {"require": "score > 0", "given": {"that": "EXISTS (SELECT 1 FROM x)", "else": "no"}},
            "that",
            "given.that: table 'x' is not in the catalogue.",
        ),
        (
            {"figure": {"name": "visit", "equals": "1"}},
            "name",
            "figure.name: there is no figure 'visit'.",
        ),
        ({"columns": ["scor"]}, "columns", "columns: column 'scor' is not in table 'visits'."),
        ({"masked": ["scor"]}, "masked", "masked: 'scor' is in no finding of this rule."),
        (
            {"message": "It is {scor}."},
            "message",
            "message: column 'scor' is not in table 'visits'. Did you mean 'score'?",
        ),
        (
            {"query": "SELECT t.*, 1 AS ratio FROM in_scope AS t", "message": "It is {ratoi}."},
            "message",
            "message: column 'ratoi' is not in table 'visits', nor named by the SQL. "
            "Did you mean 'ratio'?",
        ),
        (
            {"query": "SELECT t.* FROM in_scope AS t", "columns": ["scor"]},
            "columns",
            "columns: column 'scor' is not in table 'visits', nor named by the SQL.",
        ),
        (
            {"query": "SELECT t.* FROM visits AS t", "scope": {"kind": ["Full"]}},
            "query",
            "query: of 'visits' it takes rows of any scope: select from in_scope.",
        ),
        (
            {"query": "a\0b.sql"},
            "query",
            "query: the .sql file must stand beside the rule.",
        ),
        (
            {"optional": ["as_at"]},
            "optional",
            "optional: the rule names no fact or column 'as_at'.",
        ),
        (
            {"optional": ["scores"]},
            "optional",
            "optional: the rule names no fact or column 'scores'. Did you mean 'score'?",
        ),
        (
            {"yields_to": ["visits.score.tpye"]},
            "yields_to",
            "yields_to: 'visits.score.tpye' is no check of this catalogue. "
            "Did you mean 'visits.score.type'?",
        ),
        ({"scope": {"kind": []}}, "kind", "'kind': list should have at least 1 item"),
        ({"scope": {"number": [1]}}, "number", "scope.number: '1' is no value of this column."),
        ({"scope": {"score": ["1"]}}, "score", "scope.score: '1' is no value of this column."),
        ({"scope": {"open": [1]}}, "open", "scope.open: '1' is no value of this column."),
        *(
            (
                {"figure": {"name": "visits", "equals": "1"}, "message": "{figure}", key: part},
                key,
                f"{key}: a rule with 'figure' has no use for it.",
            )
            for key, part in {
                "scope": {"kind": ["Full"]},
                "columns": ["kind"],
                "reads": ["visits.kind"],
                "yields_to": ["visits.key"],
            }.items()
        ),
    ],
)
def test_a_rule_that_does_not_fit_the_tables_is_refused(
    tmp_path: Path, changes: dict[str, Any], key: str, message: str
) -> None:
    folder = write_catalogue(tmp_path)
    path = write_rule(folder, rule(1, **changes))
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [n for n, line in enumerate(lines, 1) if line.strip().startswith(f"{key}:")]
    number = places[-1] if key == "name" else places[0]
    assert refused(folder).startswith(f"rules/office/{path.name}:{number}: {message}")


@pytest.mark.parametrize(
    ("to", "column", "key", "message"),
    [
        ("codes.kinds", "cod", "to_columns", "column 'cod' is not in table 'codes.kinds'."),
        ("codes.kind", "code", "to", "table 'codes.kind' is not in the catalogue."),
    ],
)
def test_references_to_what_is_not_there_are_refused(
    tmp_path: Path, to: str, column: str, key: str, message: str
) -> None:
    references = {"columns": ["kind"], "to": to, "to_columns": [column]}
    folder = write_catalogue(tmp_path, [rule(1, references=references)])
    assert refused(folder).endswith(f": references.{key}: {message}")


def test_an_id_is_given_once_and_names_its_file(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1), rule(1, name="other")])
    assert refused(folder) == (
        "rules/office/ABC001_other.yml:1: The id ABC001 is taken by ABC001_fault_1.yml."
    )
    folder = write_catalogue(tmp_path / "two")
    write_rule(folder, rule(1), "ABC001_fault")
    assert refused(folder) == (
        "rules/office/ABC001_fault.yml:1: The file of this rule must be named ABC001_fault_1.yml."
    )


def test_a_query_may_stand_in_a_file_beside_the_rule_and_nowhere_else(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1, query="ABC001.sql")])
    assert "There is no such file." in refused(folder)
    (folder / "rules" / "office" / "ABC001.sql").write_text("SELECT t.* FROM visits AS t;\n")
    assert read(folder).rules["ABC001"].logic == Selection("visits", "SELECT t.* FROM visits AS t")
    folder = write_catalogue(tmp_path, [rule(1, query="../ABC001.sql")])
    assert "the .sql file must stand beside the rule" in refused(folder)


def test_rules_on_the_form_of_files_hold_for_every_catalogue(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [rule(1)])
    header = ["Number", "Day", "Kind", "Score", "Share", "Open", "Persson", "Colour"]
    row = ["1", "10/05/2022", "Full ", "5", "0.5", "Yes", "Ann", "red"]
    sheet = sheet_of([header, row, row, [""] * 8, header])
    file = File(Path("a.csv"), "0" * 64, 1, (sheet,))
    report = run_on(folder, InputFile(file.path, "a.csv", opened=file))
    failed = {
        outcome.check.id: [finding.row for finding in outcome.findings]
        for outcome in report.outcomes
        if outcome.state is State.FAILED
    }
    assert failed == {
        "STR002": [1],
        "STR003": [1],
        "STR007": [4],
        "STR009": [5],
        "STR010": [3],
        "STR018": [2, 3],
    }


def test_a_catalogue_replaces_a_rule_on_the_form_of_files_by_its_id(tmp_path: Path) -> None:
    own = {"table": "extract_rows", "require": "fault <> 'blank'", "message": "Blank: {place}."}
    examples = {"valid": [{"fault": "long"}], "invalid": [{"place": "row 3", "fault": "blank"}]}
    words = rule(1, id="STR007", name="blank-row", examples=examples, **own)
    folder = write_catalogue(tmp_path, [words])
    assert read(folder).rules["STR007"].check.theme == "office"


def test_words_for_a_missing_value_must_say_what_they_mean(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, codes={"missing_words": "code,aliases\nNULL,null\n"})
    with pytest.raises(CatalogueError, match="needs a column 'meaning'"):
        read(folder)
