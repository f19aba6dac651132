"""What must be true of every rule, schema and code list of the built-in catalogue."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

import duckdb
import pytest
import yaml

from qa_checks.catalogue import BoundRule, Catalogue, builtin, cube_sql
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import values_of
from qa_checks.catalogue.guard import read_names
from qa_checks.forms import FORMS
from qa_checks.model.checks import Severity
from qa_checks.model.logic import Predicate, Selection, faults_sql
from qa_checks.plan import Given, rule_check
from qa_checks.reading.connection import connect
from qa_checks.reading.loaded import Loaded
from qa_checks.reading.release_files import read_files
from tests.markdown import read

RULE_FILES = sorted((builtin() / "rules").rglob("*.yml"))
SOURCE = re.compile(r"^\| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
DEMANDS = {"should", "must", "shall", "ensure", "check", "valid", "correct", "ok", "needs"}
DAY = dt.date(2021, 8, 31)
DATES = ("as_at", "period_start", "period_end", "published_by", "today")
FACTS = {"status": "final", "expected_ungraded": ["Dorset"]}
FOREVER = (dt.date.min, dt.date.max)
# These demand that something is absent: a grade, a number, a redaction, the same in another table.
ABSENCE = (
    "DIS010 DIS023 EVT003 EVT004 EVT007 EVT008 EVT009 IDN004 IDN008 JNL007 LAR012 PLC004 PLC006 "
    "REG007"
)


@pytest.fixture(scope="module")
def empty(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Every table a rule may read, without rows."""
    return read_files(connect(), catalogue, tmp_path_factory.mktemp("scratch"))


def columns_of(loaded: Loaded, sql: str, facts: frozenset[str]) -> list[str]:
    """Columns a SELECT gives; running it on empty tables proves that tables and columns exist."""
    values = {name: DAY if name.endswith(DATES) else FACTS.get(name, 152) for name in facts}
    cursor = loaded.connection.execute(f"SELECT * FROM ({sql}) LIMIT 0", values or None)
    return [column[0] for column in cursor.description or ()]


def test_there_are_at_least_100_rules_and_every_file_is_one(catalogue: Catalogue) -> None:
    assert len(RULE_FILES) >= 100
    assert len(catalogue.rules) == len(RULE_FILES)


@pytest.mark.parametrize("key", [form.key for form in FORMS])
def test_every_form_is_proven_by_the_examples_of_some_rule(key: str) -> None:
    assert any(re.search(rf"^{key}:", path.read_text("utf-8"), re.M) for path in RULE_FILES)


def test_a_file_is_named_after_its_rule_and_stands_in_its_theme(catalogue: Catalogue) -> None:
    for file in RULE_FILES:
        rule = catalogue.rules[file.stem.partition("_")[0]].check
        assert file.stem == f"{rule.id}_{rule.name.replace('-', '_')}"
        assert file.parent.parent == builtin() / "rules", file.stem
        assert rule.theme == file.parent.name, file.stem
        assert file.read_text(encoding="utf-8").startswith(
            "# yaml-language-server: $schema=../../docs/json-schema/rule.json\n"
        ), file.stem


def test_names_and_titles_occur_once(catalogue: Catalogue) -> None:
    for part in ("name", "title"):
        counts = Counter(getattr(bound.check, part) for bound in catalogue.rules.values())
        assert [text for text, number in counts.items() if number > 1] == [], part


def test_one_theme_has_one_prefix(catalogue: Catalogue) -> None:
    themes = defaultdict(set)
    for bound in catalogue.rules.values():
        themes[bound.check.id.rstrip(string.digits)].add(bound.check.theme)
    assert {prefix: names for prefix, names in themes.items() if len(names) > 1} == {}


def test_a_rule_says_why_what_to_do_and_where_it_comes_from(catalogue: Catalogue) -> None:
    for name, bound in catalogue.rules.items():
        rule = bound.check
        for words in (rule.why, rule.remedy):
            assert len(words.split()) >= 2, name
            assert words.rstrip()[-1] in ".?", (name, words)
        assert bound.examples["valid"], name
        assert bound.examples["invalid"], name
        assert Severity(rule.severity)


def test_every_source_begins_with_a_name_that_the_page_of_sources_explains(
    catalogue: Catalogue,
) -> None:
    names = SOURCE.findall(read("docs/sources.md"))[2:]
    assert "Ofsted 2021" in names
    begins = re.compile("|".join(f"{re.escape(name)}(: .+)?$" for name in names[:-1]))
    listed = re.compile(rf"{re.escape(names[-1])} [A-Z]{{3}}-\d{{2}}(, [A-Z]{{3}}-\d{{2}})*$")
    sources = {source for bound in catalogue.rules.values() for source in bound.check.source}
    sources |= {source for table in catalogue.tables.values() for source in table.source}
    assert {
        source for source in sources if not begins.match(source) and not listed.match(source)
    } == set()
    cited = {name for name in names if any(source.startswith(name) for source in sources)}
    assert cited == set(names)


def test_a_name_states_the_fault(catalogue: Catalogue) -> None:
    for bound in catalogue.rules.values():
        name = bound.check.name
        assert DEMANDS & set(name.split("-")) == set(), name
        assert len(name) <= 60, name


def test_sql_is_one_read_only_select_over_tables_that_exist(
    catalogue: Catalogue, empty: Loaded
) -> None:
    tables = frozenset({*catalogue.tables, *(f"previous.{name}" for name in catalogue.tables)})
    columns = frozenset(
        (prefix + name, column)
        for prefix in ("", "previous.")
        for name, table in catalogue.tables.items()
        for column in table.columns
    )
    read_alone: list[tuple[str, bool]] = []
    for bound in catalogue.rules.values():
        needed = frozenset(tuple(need.split(".")) for need in bound.needs)
        facts = dict.fromkeys(bound.facts)
        planned = rule_check(
            bound, catalogue, Given(tables, columns | needed, facts, False, has_previous=True)
        )
        assert planned.skip == "", bound.check.id
        logic = planned.logic
        alone = isinstance(logic, Predicate)
        read_alone.append((logic.condition if isinstance(logic, Predicate) else logic.sql, alone))
        if logic.scope:
            read_alone.append((logic.scope, True))
            scoped = f"SELECT * FROM {bound.check.table} AS t WHERE {logic.scope}"
            columns_of(empty, scoped, _named(scoped, bound))
        for condition in planned.preconditions:
            columns_of(empty, f"SELECT {condition.that}", _named(condition.that, bound))
        columns_of(empty, faults := faults_sql(logic, bound.check.table), _named(faults, bound))
    for (sql, _), names in zip(read_alone, read_names(empty.connection, read_alone), strict=True):
        assert names.fault == "", sql


def test_a_message_is_one_sentence_about_columns_that_exist(
    catalogue: Catalogue, empty: Loaded
) -> None:
    for name, bound in catalogue.rules.items():
        assert bound.message.endswith("."), bound.message
        sql = faults_sql(bound.logic, bound.check.table)
        known = set(columns_of(empty, sql, _named(sql, bound)))
        assert {"_source", "_row"} <= known, name
        parts = string.Formatter().parse(bound.message)
        places = {place for _, place, _, _ in parts if place is not None}
        assert places - known == set(), name
        assert set(bound.points_at) - known == set(), name


def _named(sql: str, bound: BoundRule) -> frozenset[str]:
    return frozenset(name for name in bound.facts if re.search(rf"\${name}\b", sql))


def test_a_row_of_which_nothing_is_known_passes_no_rule(
    catalogue: Catalogue, empty: Loaded
) -> None:
    """A missing value is never taken for right."""
    passed = set()
    for bound in catalogue.rules.values():
        logic = bound.logic
        if not isinstance(logic, Predicate) or logic.rows:
            continue
        sql = (
            f"SELECT ({logic.condition}) IS TRUE FROM "
            f"(SELECT x.* FROM (SELECT 1) AS one LEFT JOIN {logic.table} AS x ON FALSE) AS t"
        )
        named = {name: DAY if name.endswith(DATES) else FACTS.get(name, 152)
                 for name in _named(sql, bound)}  # fmt: skip
        if empty.connection.execute(sql, named or None).fetchall() == [(True,)]:
            passed.add(bound.check.id)
    assert " ".join(sorted(passed)) == ABSENCE


def test_no_two_rules_have_the_same_logic(catalogue: Catalogue) -> None:
    by_logic = defaultdict(list)
    for bound in catalogue.rules.values():
        logic = bound.logic
        text = faults_sql(logic, logic.table)
        conditions = [condition.that for condition in bound.preconditions]
        parts = (logic.table, text, logic.scope, conditions)
        by_logic["|".join(_plain(part) for part in parts)].append(bound.check.id)
    assert [ids for ids in by_logic.values() if len(ids) > 1] == []


def _plain(part: object) -> str:
    """Text with case, blanks, comments and brackets forgiven."""
    text = re.sub(r"--[^\n]*", "", str(part)).replace("\\n", " ")
    return re.sub(r"[\s()]+", " ", text).strip().casefold()


def test_a_condition_that_several_rules_are_given_has_a_name(catalogue: Catalogue) -> None:
    given = [yaml.safe_load(file.read_text(encoding="utf-8")).get("given") for file in RULE_FILES]
    written = [item["that"] for item in given if isinstance(item, dict)]
    named = [condition.that for condition in catalogue.conditions.values()]
    times = Counter(" ".join(text.split()) for text in written + named)
    assert [text for text, number in times.items() if number > 1] == []
    cubes = [
        path.read_text(encoding="utf-8") for path in (builtin() / "schemas/cubes").glob("*.yml")
    ]
    used = Counter(item for item in given if isinstance(item, str))
    used.update(re.findall(r"given: (\w+)", "\n".join(cubes)))
    assert [name for name in catalogue.conditions if used[name] < 2] == []


def test_a_query_does_not_say_its_scope_again(catalogue: Catalogue) -> None:
    again = [
        rule.check.id
        for rule in catalogue.rules.values()
        if isinstance(rule.logic, Selection)
        and rule.logic.scope
        and "WITH in_scope AS" not in rule.logic.sql
    ]
    assert again == ["PRV019", "PRV020"]  # their rows are those of the previous release


def test_every_fact_is_one_a_release_can_state(catalogue: Catalogue) -> None:
    stated = {
        *DATES, "status", "previous_as_at", "previous_period_end", "previous_published_by",
    }  # fmt: skip
    used = {name for bound in catalogue.rules.values() for name in bound.facts}
    assert {name for name in used - stated if not name.startswith("expected_")} == set()


def test_a_rule_can_do_without_its_optional_facts(catalogue: Catalogue, empty: Loaded) -> None:
    for bound in catalogue.rules.values():
        sql = faults_sql(bound.logic, bound.check.table)
        absent = _named(sql, bound) & set(bound.optional)
        values = {name: None if name in absent else DAY for name in _named(sql, bound)}
        if absent:
            empty.connection.execute(sql, values)


def test_optional_names_are_used(catalogue: Catalogue) -> None:
    for bound in catalogue.rules.values():
        used = bound.facts | {column for _, column in bound.columns}
        assert set(bound.optional) - used == set(), bound.check.id


def spans(codes: CodeList) -> Iterator[tuple[dict[str, str], dt.date, dt.date]]:
    for row in codes.rows:
        first, last = row.get("valid_from", ""), row.get("valid_to", "")
        yield (
            row,
            dt.date.fromisoformat(first) if first else FOREVER[0],
            dt.date.fromisoformat(last) if last else FOREVER[1],
        )


def test_a_code_stands_once_on_any_day(catalogue: Catalogue) -> None:
    for codes in catalogue.codes.values():
        codes.check()
        by_code = defaultdict(list)
        for row, first, last in spans(codes):
            assert first <= last, (codes.name, row)
            by_code[row["code"]].append((first, last))
        for code, listed in by_code.items():
            for combination, other in combinations(sorted(listed), 2):
                assert combination[1] < other[0], (codes.name, code)


def test_every_code_list_is_used(catalogue: Catalogue) -> None:
    named = {
        (column.in_ or "").removesuffix(".csv")
        for table in catalogue.tables.values()
        for column in table.columns.values()
    }
    text = " ".join(
        path.read_text(encoding="utf-8") for path in (builtin() / "schemas").rglob("*.yml")
    )
    read = {name for bound in catalogue.rules.values() for name in bound.tables}
    for name in catalogue.codes:
        used = name in named or f"codes.{name}" in text or f"codes.{name}" in read
        assert used or name in ("missing_words", "words"), name  # the reader and claims use them


@pytest.mark.parametrize("remit", ["provider", "local_authority"])
def test_frameworks_of_a_remit_follow_each_other_without_gap(
    catalogue: Catalogue, remit: str
) -> None:
    listed = sorted(
        (first, last)
        for row, first, last in spans(catalogue.codes["frameworks"])
        if row["remit"] == remit
    )
    assert len(listed) >= 3
    for (_, end), (start, _) in pairwise(listed):
        assert start == end + dt.timedelta(days=1)
    assert listed[-1][1] == dt.date.max


@pytest.mark.parametrize(
    ("day", "count"),
    [("2018-03-31", 152), ("2019-04-01", 151), ("2021-03-31", 151), ("2021-04-01", 152),
     ("2021-08-31", 152), ("2023-03-31", 152), ("2023-04-01", 153), ("2025-08-31", 153)],
)  # fmt: skip
def test_local_authorities_are_as_many_as_there_were(
    catalogue: Catalogue, day: str, count: int
) -> None:
    today = dt.date.fromisoformat(day)
    names = [
        row["code"]
        for row, first, last in spans(catalogue.codes["local_authorities"])
        if first <= today <= last and row["ofsted_region"] != "Wales"
    ]
    assert len(names) == len(set(names)) == count


def test_local_authorities_have_the_region_their_gor_belongs_to(catalogue: Catalogue) -> None:
    regions = {
        row["code"]: row["ofsted_region"]
        for row in catalogue.codes["government_office_regions"].rows
    }
    for row in catalogue.codes["local_authorities"].rows:
        assert row["government_office_region"] in regions, row
        assert row["ofsted_region"] == regions[row["government_office_region"]], row
    known = set(catalogue.codes["ofsted_regions"].codes)
    assert set(regions.values()) <= known


def test_a_successor_is_a_local_authority(catalogue: Catalogue) -> None:
    codes = catalogue.codes["local_authorities"]
    for row in codes.rows:
        for name in filter(None, row["successor"].split("|")):
            assert name in codes.exact, row


def test_every_column_of_a_layout_exists(catalogue: Catalogue) -> None:
    for layout in catalogue.layouts.values():
        for block in layout.blocks:
            table = catalogue.tables[block.table]
            if block.unpivot is None:
                assert set(block.columns) <= set(table.columns), layout.layout
                derived = {name for name in block.columns if table.columns[name].derived}
                assert derived == set(), layout.layout
            else:
                lists = table.columns[block.unpivot.name].in_ or ""
                codes = set(catalogue.codes[lists.removesuffix(".csv")].codes)
                assert set(block.columns) <= codes, layout.layout


def test_repeated_columns_name_columns_that_exist_and_are_checked_at_home(
    catalogue: Catalogue,
) -> None:
    for table in catalogue.tables.values():
        for name, column in table.columns.items():
            for origin in column.repeats:
                other, _, original = origin.partition(".")
                assert original in catalogue.tables[other].columns, (table.table, name)
                assert not catalogue.tables[other].columns[original].derived


def test_examples_of_columns_obey_their_own_schema(catalogue: Catalogue, empty: Loaded) -> None:
    for table in catalogue.tables.values():
        for name, column in table.columns.items():
            value = column.example
            if value is None:
                assert column.nullable, (table.table, name)
                continue
            if column.in_ is not None:
                assert value in catalogue.codes[column.in_.removesuffix(".csv")].codes
            if column.str_matches is not None:
                assert re.fullmatch(column.str_matches, str(value)), (table.table, name)
            (cast,) = empty.connection.execute(
                f"SELECT TRY_CAST($1 AS {column.sql_type})", [str(value)]
            ).fetchall()[0]
            assert cast is not None, (table.table, name)


def test_cubes_run_on_empty_tables(catalogue: Catalogue, empty: Loaded) -> None:
    for name, cube in catalogue.cubes.items():
        numbers = {name: cube_sql.count(measure, {}) for name, measure in cube.measures.items()}
        counted = cube_sql.count_by(cube, list(cube.dimensions), numbers)
        assert columns_of(empty, counted, frozenset()) == [*cube.dimensions, *cube.measures], name
        columns_of(empty, cube_sql.list_rows(cube, {}), frozenset())


def test_every_code_of_a_cube_is_told_from_its_list(catalogue: Catalogue) -> None:
    """A dimension of texts without a list could have an empty category that nobody counts."""
    for cube in catalogue.cubes.values():
        for name, dimension in cube.dimensions.items():
            assert values_of(dimension, catalogue.codes), (cube.cube, name)


def test_duckdb_reads_every_pattern_as_python_does(catalogue: Catalogue) -> None:
    """Else one engine would pass what another fails."""
    for table in catalogue.tables.values():
        for column in table.columns.values():
            if column.str_matches is not None:
                re.compile(column.str_matches)
                duckdb.execute("SELECT regexp_full_match('x', $1)", [column.str_matches]).fetchall()
