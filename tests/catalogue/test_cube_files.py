"""A cube that is not well formed is refused with its file, the line and the nearest name."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.catalogue.cubes import check_where, values_of
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue, write_yaml

CUBE: dict[str, Any] = {
    "cube": "visits",
    "title": "Visits",
    "tables": ["visits"],
    "select": "SELECT number, kind, score, open, _source, _row FROM visits",
    "dimensions": {
        "kind": {"title": "Kind", "codes": "kinds"},
        "open": {"title": "Open", "values": [True, False]},
    },
    "measures": {"visits": "count", "score": {"sum": "score"}},
    "shares": {"of_all": {"of": "visits", "within": ["kind"]}},
    "figures": {"full": {"title": "Full", "where": {"kind": "Full"}, "share": "of_all"}},
    "charts": {"kinds": {"title": "K", "category": "kind", "series": {"A": {"open": True}}}},
}


def changed(*place: Any, to: Any) -> dict[str, Any]:
    result = copy.deepcopy(CUBE)
    inner = result
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = to
    return result


def refused(folder: Path) -> tuple[str, str]:
    """What is said, and the line of the file it points at."""
    with pytest.raises(CatalogueError) as caught:
        load(folder, parser())
    path, _, line = (caught.value.where or "").rpartition(":")
    assert path == str(folder / "schemas/cubes/visits.yml")
    return caught.value.what, Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


@pytest.mark.parametrize(
    ("cube", "message", "line"),
    [
        (changed("cube", to="calls"), "The cube is 'calls': name the file so.", "cube: calls"),
        (
            changed("tables", to=["visit"]),
            "There is no table 'visit'. Did you mean 'visits'?",
            "tables:",
        ),
        (
            changed("needs", to=["visits.opn"]),
            "It needs 'visits.opn', but there is no column 'visits.opn'.",
            "needs:",
        ),
        (
            changed("dimensions", "open", "needs", to=["visit.open"]),
            "It needs 'visit.open', but there is no column 'visit.open'.",
            "    needs:",
        ),
        (
            changed("dimensions", "knd", to={"title": "Kind"}),
            "The SELECT gives no column 'knd'. Did you mean 'kind'?",
            "  knd:",
        ),
        (
            changed("dimensions", "kind", "codes", to="kind"),
            "There is no code list 'kind'. Did you mean 'kinds'?",
            "    codes: kind",
        ),
        (
            changed("dimensions", "kind", "codes", to="kinds.grade"),
            "There is no column of code list 'kinds' 'grade'. There are: code, aliases.",
            "    codes: kinds.grade",
        ),
        (
            changed("measures", "score", to={"sum": "scor"}),
            "The SELECT gives no column 'scor'. Did you mean 'score'?",
            "  score:",
        ),
        (
            changed("measures", "kind", to="count"),
            "'kind' is a dimension too: give the measure another name.",
            "  kind: count",
        ),
        (
            changed("order", to=["day"]),
            "The SELECT gives no column 'day'. Its columns: number, kind, score, "
            "open, _source, _row.",
            "order:",
        ),
        (
            changed("select", to="SELECT number, kind, score, open FROM visits"),
            "The SELECT gives no column '_source'. Its columns: number, kind, score, open.",
            "select: SELECT number, kind, score, open FROM visits",
        ),
        (
            changed("select", to=CUBE["select"].replace("open,", "open, day AS Open,")),
            "It gives two columns the name 'open'.",
            "select: SELECT number, kind, score, open, day AS Open, _source, _row FROM visits",
        ),
        (
            changed("dimensions", "kind", "values", to=["Full"]),
            "'kind': its values stand in the code list: say either codes or values.",
            "  kind:",
        ),
        (
            changed("select", to="SELECT * FROM visits"),
            "It must name its columns one by one, not by *.",
            "select: SELECT * FROM visits",
        ),
        (
            changed("select", to="SELECT v.* EXCLUDE (day) FROM visits AS v UNION SELECT 1"),
            "It must name its columns one by one, not by *.",
            "select: SELECT v.* EXCLUDE (day) FROM visits AS v UNION SELECT 1",
        ),
        (
            changed("select", to=f"{CUBE['select']} WHERE day <= $as_at"),
            "A cube is asked of each release alone, earlier ones too: it cannot name $as_at.",
            f"select: {CUBE['select']} WHERE day <= $as_at",
        ),
        (
            changed("select", to=CUBE["select"].replace("FROM visits", "FROM previous.visits")),
            "A cube is asked of each release alone, earlier ones too: it cannot name "
            "previous.visits.",
            "select: SELECT number, kind, score, open, _source, _row FROM previous.visits",
        ),
        (
            changed("shares", "of_all", "of", to="visit"),
            "There is no measure 'visit'. Did you mean 'visits'?",
            "    of: visit",
        ),
        (
            changed("shares", "of_all", "within", to=["opn"]),
            "There is no dimension 'opn'. Did you mean 'open'?",
            "    within:",
        ),
        (
            changed("figures", "full", "where", to={"kid": "Full"}),
            "Cube 'visits' has no dimension 'kid'. Did you mean 'kind'?",
            "    where:",
        ),
        (
            changed("figures", "full", "where", to={"kind": ["Full", "Shrt"]}),
            "Dimension 'kind' has no value 'Shrt'. Did you mean 'Short'?",
            "    where:",
        ),
        (
            changed("figures", "full", "where", to={"kind": []}),
            "No value of dimension 'kind' is named.",
            "    where:",
        ),
        (
            changed("figures", "full", "where", to={"open": 1}),
            "Dimension 'open' has no value '1'. Its values: true, false.",
            "    where:",
        ),
        (
            changed("figures", "full", "measure", to="scores"),
            "There is no measure 'scores'. Did you mean 'score'?",
            "    measure: scores",
        ),
        (
            changed("figures", "full", "share", to="of"),
            "There is no share 'of'. There are: of_all.",
            "    share: of",
        ),
        (
            changed("figures", "full", "which", to=["nmber"]),
            "The SELECT gives no column 'nmber'. Did you mean 'number'?",
            "    which:",
        ),
        (
            changed("figures", "full", "which", to=["number", "person"])
            | {"select": CUBE["select"].replace("score,", "score, upper(person) AS person,")},
            "'person' would be shown, which reports mask.",
            "    which:",
        ),
        (
            changed("dimensions", "person", to={"title": "Person"})
            | {"select": CUBE["select"].replace("score,", "score, person,")},
            "'person' would be shown, which reports mask.",
            "  person:",
        ),
        (
            changed("select", to=CUBE["select"].replace("score,", "score, lower(person) AS who,")),
            "'who' is made of 'person', which reports mask: leave it that name.",
            "select: SELECT number, kind, score, lower(person) AS who, open, _source, _row FROM",
        ),
        (
            changed("charts", "kinds", "category", to="knd"),
            "There is no dimension 'knd'. Did you mean 'kind'?",
            "    category: knd",
        ),
        (
            changed("charts", "kinds", "series", "A", to={"open": None, "kind": "full"}),
            "Dimension 'kind' has no value 'full'. Did you mean 'Full'?",
            "      A:",
        ),
        (
            changed("measures", "score", to={"summ": "score"}),
            "'summ' is not a key of this file. Did you mean 'sum'?",
            "    summ: score",
        ),
        (
            changed("measures", "score", to={"sum": "score", "count_distinct": "score"}),
            "'score': say either sum or count_distinct, and of which column.",
            "  score:",
        ),
        (
            changed("measures", "score", to="sum"),
            "'score': input should be 'count'.",
            "  score: sum",
        ),
    ],
)
def test_a_cube_is_refused_at_its_line(
    tmp_path: Path, cube: dict[str, Any], message: str, line: str
) -> None:
    assert refused(write_catalogue(tmp_path, cube=cube)) == (message, line)


def test_a_figure_has_one_cube(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, cube=CUBE)
    other = CUBE | {"cube": "calls", "charts": {}}
    write_yaml(folder / "schemas/cubes/calls.yml", other)
    assert refused(folder) == ("'full' stands in calls.yml too.", "  full:")


def test_a_rule_names_a_figure_that_is_there(tmp_path: Path) -> None:
    bounded = rule(1, figure={"name": "ful", "equals": "1"}, message="{figure}.")
    with pytest.raises(CatalogueError) as caught:
        load(write_catalogue(tmp_path, [bounded], cube=CUBE), parser())
    assert caught.value.what == "figure.name: there is no figure 'ful'. Did you mean 'full'?"


def test_values_come_from_their_list(tmp_path: Path) -> None:
    ranked = "code,aliases,rank\nFull,Whole,1\nShort,,2\nBrief,,2\nNone,,\n"
    cube = changed("dimensions", "rank", to={"title": "Rank", "codes": "kinds.rank"})
    cube["select"] = "SELECT number, kind, score, open, 1 AS rank, _source, _row FROM visits"
    catalogue = load(write_catalogue(tmp_path, cube=cube, codes={"kinds": ranked}), parser())
    read = catalogue.cubes["visits"]
    values = {name: values_of(item, catalogue.codes) for name, item in read.dimensions.items()}
    assert values == {
        "kind": ["Full", "Short", "Brief", "None"],
        "open": [True, False],
        "rank": [1, 2],
    }
    assert check_where(read, {"rank": [1, 2], "kind": ["Full", None]}, catalogue.codes) == ""
    assert check_where(read, {"rank": "1"}, catalogue.codes) == (
        "dimension 'rank' has no value '1'. Its values: 1, 2."
    )
