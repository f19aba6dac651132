"""The rules of a catalogue, read from their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import structs
from msgspec.structs import replace

from qa_checks.catalogue import guard
from qa_checks.catalogue.binding import bind
from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.comparison_files import check_rules
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cube_sql import named_figures
from qa_checks.catalogue.extract import EXTRACT_TABLES, STRUCTURE, speaks_of_extract
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.packed import digest, is_builtin, unpack_shared, write_contents
from qa_checks.catalogue.rule_file import RuleFile, RuleWords
from qa_checks.catalogue.rule_on_ground import RuleOnGround
from qa_checks.catalogue.rulebook import Catalogue, builtin
from qa_checks.catalogue.schema_sql import find_condition, refuse
from qa_checks.catalogue.schemas import Schemas
from qa_checks.catalogue.scopes import scope_sql
from qa_checks.catalogue.sql_names import Names
from qa_checks.catalogue.yaml_files import find_line, read_model, read_text
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError
from qa_checks.fields import settle_any_value
from qa_checks.forms import Ground, Piece
from qa_checks.words import suggest


def add_rules(
    schemas: Schemas, connection: Connection, examples: bool = False, packed: bool = True
) -> Catalogue:
    """Read and check the rules that go with schemas.

    A run, which takes them packed and without examples, has no time to try them; the built-in ones
    were tried when they were written.
    """
    tried = (examples or not packed) and not is_builtin(schemas.folder)
    rules = read_rules(schemas, schemas.folder / "rules", connection, examples, tried=tried)
    if schemas.folder != builtin():  # which may replace each of the shared ones by its id
        shared = unpack_shared() if packed and not examples else None
        if shared is None:
            own = builtin() / "rules"
            shared = read_rules(schemas, own, connection, examples, shared=STRUCTURE)
        fitting = {
            name: rule
            for name, rule in shared.items()
            if speaks_of_extract(rule.tables, schemas.codes)
        }
        rules = {**fitting, **rules}
    for rule in rules.values():
        if rule.path.is_relative_to(schemas.folder):
            _check_precedence(rule, rules, schemas)
    check_rules(schemas.comparisons, schemas.folder, rules)
    parts = {part.name: getattr(schemas, part.name) for part in structs.fields(Schemas)}
    catalogue = Catalogue(**parts, rules=dict(sorted(rules.items())))
    return replace(catalogue, sha256=digest(write_contents(catalogue)))


def read_rules(
    schemas: Schemas,
    folder: Path,
    connection: Connection,
    examples: bool = False,
    shared: str = "",
    tried: bool = False,
) -> dict[str, BoundRule]:
    """Read every rule below a folder; its SQL passes the guard, and is tried if that is asked for.

    Examples are read only if asked for: a run does not need them. With ``shared``, the name of a
    theme, only its rules are read, and of them those that speak of nothing but what the reader met
    in the files.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    ground = _common_ground(schemas)
    rules = [
        (_read_rule(path, examples), path) for path in sorted((folder / shared).rglob("*.yml"))
    ]
    files = [
        _on_its_ground(rule, path, ground, schemas.conditions)
        for rule, path in rules
        if not shared or rule.table in EXTRACT_TABLES
    ]
    pieces = [piece for file in files for piece in file.pieces()]
    texts = [(piece.sql, bool(piece.table)) for piece in pieces]
    parsed = iter(guard.read_names(connection, texts))
    bound: dict[str, BoundRule] = {}
    for file in files:
        names = [(piece, next(parsed)) for piece in file.pieces()]
        if shared and not speaks_of_extract(_tables(names), schemas.codes):
            continue
        item = bind(file, folder, names)
        if item.check.id in bound:
            raise CatalogueError(
                f"The id {item.check.id} is taken by {bound[item.check.id].path.name}.",
                where=f"{file.path}:1",
            )
        bound[item.check.id] = item
    if tried:
        _try(files, bound, schemas)
    return bound


def _try(files: Iterable[RuleOnGround], bound: Mapping[str, BoundRule], schemas: Schemas) -> None:
    """Refuse a rule that can only fail, or never find anything, and such a cube."""
    from qa_checks.catalogue.trials import Trial, trial_faults, trial_of_cube, trials_of

    cubes = {trial_of_cube(cube): name for name, cube in schemas.cubes.items()}
    trials: dict[Trial, RuleOnGround] = {}
    for file in files:
        trials |= dict.fromkeys(trials_of(file, bound[file.rule.id]), file)
    for trial, fault in trial_faults([*cubes, *trials], schemas):
        if trial in cubes:
            path = schemas.folder / "schemas" / "cubes" / f"{cubes[trial]}.yml"
            refuse(path, trial.key, fault)
        trials[trial].refuse(trial.key, fault)


def _check_precedence(item: BoundRule, bound: Mapping[str, BoundRule], schemas: Schemas) -> None:
    """What a rule yields to must be there, and not yield to it in turn."""
    of_schemas = {check for table in schemas.tables.values() for check in table.checks}
    for name in item.yields_to:
        if name not in bound and name not in of_schemas:
            hint = suggest(name, {*bound, *of_schemas})
            raise _slip(item, f"'{name}' is no check of this catalogue. {hint}".rstrip())
    behind, waiting = set[str](), [*item.yields_to]
    while waiting:
        name = waiting.pop()
        if name == item.check.id:
            raise _slip(item, f"{name} yields to a check that yields to {name}.")
        if name in bound and name not in behind:
            behind.add(name)
            waiting += bound[name].yields_to


def _slip(item: BoundRule, what: str) -> CatalogueError:
    line = find_line(item.path, ("yields_to",))
    return CatalogueError(f"yields_to: {what}", where=f"{item.path}:{line}")


def _common_ground(schemas: Schemas) -> Ground:
    """What all rules stand on; each adds its own table and scope."""
    return Ground(
        table="",
        scope="",
        known=known_tables(schemas.tables, schemas.codes),
        tables={**schemas.tables, **EXTRACT_TABLES},
        figures=named_figures(schemas.cubes),
        codes=schemas.codes,
    )


def _tables(names: Sequence[tuple[Piece, Names]]) -> set[str]:
    return {piece.relations.get(table, table) for piece, in_sql in names for table in in_sql.tables}


def _read_rule(path: Path, examples: bool) -> RuleWords:
    rule = read_model(path, RuleFile, CatalogueError, until=None if examples else "examples")
    if examples and not rule.examples.valid:
        raise CatalogueError("'examples' is missing.", where=f"{path}:1")
    expected = f"{rule.id}_{rule.name.replace('-', '_')}"
    if path.stem != expected:
        raise CatalogueError(
            f"The file of this rule must be named {expected}.yml.", where=f"{path}:1"
        )
    return rule


def _on_its_ground(
    rule: RuleWords, path: Path, ground: Ground, conditions: Mapping[str, Given]
) -> RuleOnGround:
    """The rule's table, scope, condition and form, which may stand in a file of its own."""
    file = RuleOnGround(rule, rule.form, path, ground)
    if rule.table not in ground.tables:
        available = ", ".join(ground.tables)
        file.refuse(("table",), f"there is no table '{rule.table}'. Available: {available}")
    scoped = replace(
        ground, table=rule.table, scope=scope_sql(rule.scope, ground.tables[rule.table])
    )
    given = find_condition(rule.given, conditions, path)
    file = replace(file, ground=scoped, given=given)
    if not file.form.file:
        return file
    beside = path.parent / file.form.file
    if not _is_beside(beside, path):
        file.refuse((file.form.key,), "the .sql file must stand beside the rule")
    text = settle_any_value(read_text(beside, CatalogueError))
    return replace(file, form=file.form.with_text(text))


def _is_beside(file: Path, rule: Path) -> bool:
    try:
        return file.resolve().parent == rule.parent.resolve()
    except ValueError:  # a name that no file can have
        return False
