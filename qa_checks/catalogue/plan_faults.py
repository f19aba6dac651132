"""What is wrong with SQL, told from DuckDB's plan of it: there each name has its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qa_checks.catalogue.codes import CodeList, code_fault
from qa_checks.catalogue.schemas import SQL_TYPES
from qa_checks.catalogue.sql_constants import read_as
from qa_checks.catalogue.sql_names import EQUALITIES
from qa_checks.duckdb_core import Connection

Part = dict[str, Any]  # a piece of DuckDB's plan
BOOLEAN, ENUM = "BOOLEAN", "ENUM"
CAST = "OPERATOR_CAST"
FILTER, CASE = "LOGICAL_FILTER", "CASE_EXPR"
JOINING = ("CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT")
TOLD = (CAST, "COMPARE_", FILTER, CASE, *JOINING)
READ = {SQL_TYPES[name]: name for name in ("integer", "number", "date", "boolean")}
TAKEN_FOR_TRUE = "AND, OR, NOT, WHERE and WHEN need conditions: compare the value with something"


def plan_fault(plan: Part, codes: Mapping[str, CodeList], connection: Connection) -> str:
    """The first thing that can only fail, or never be true; '' if there is none.

    Parameters
    ----------
    codes
        Of whose lists a column of type ENUM has the values.
    """
    for part in _parts(plan):
        if fault := _fault(part, codes, connection):
            return fault
    return ""


def result_type(item: Part) -> str:
    """The type of what an expression gives."""
    given = item.get("return_type") or item.get("value", {}).get("type")
    return str(given["id"]) if given else BOOLEAN  # of AND and OR it is not said


def _parts(plan: Part) -> Iterator[Part]:
    """Every part of a plan that may be at fault; what it says of tables is not."""
    todo: list[Any] = [plan]
    while todo:
        item = todo.pop()
        parts = item
        if type(item) is dict:
            kind = item.get("type")
            if kind == "LOGICAL_GET":
                continue
            if type(kind) is str and kind.startswith(TOLD):
                yield item
            parts = item.values()
        todo += [part for part in parts if type(part) in (dict, list)]


def _fault(part: Part, codes: Mapping[str, CodeList], connection: Connection) -> str:
    kind = part["type"]
    if kind == CAST:
        return _cast_fault(part, connection)
    if kind in EQUALITIES and "children" in part:
        return _comparison_fault(part, codes)
    return "" if all(map(_is_condition, _conditions(part))) else TAKEN_FOR_TRUE


def _cast_fault(cast: Part, connection: Connection) -> str:
    """Why a constant is no value of the type that it is read as."""
    sql_type = result_type(cast)
    value = cast["children"][0].get("value", {}).get("value")
    is_tried = cast.get("function_data", {}).get("try_cast", False)
    if sql_type not in READ or is_tried or not isinstance(value, str | int):
        return ""
    return read_as(value, sql_type, READ[sql_type]).fault(connection)


def _comparison_fault(comparison: Part, codes: Mapping[str, CodeList]) -> str:
    """Why two sides can never be equal: one is no code of the other's list."""
    sides = [_uncast(side) for side in comparison["children"]]
    constants = [side["value"] for side in sides if "value" in side]
    listed = [side["return_type"] for side in sides if result_type(side) == ENUM]
    for value in constants if listed else []:
        of_list = listed[0]["type_info"]["values"]
        name = next(name for name, known in codes.items() if known.codes == of_list)
        if not value["is_null"] and (fault := code_fault(str(value["value"]), name, codes)):
            return fault
    return ""


def _uncast(item: Part) -> Part:
    while item.get("type") == CAST:
        item = item["children"][0]
    return item


def _conditions(part: Part) -> list[Part]:
    """What must be true or false for a part of a plan."""
    if part["type"] == FILTER:
        return list(part["expressions"])
    if part["type"] in JOINING:
        return list(part["children"])
    return [check["when_expr"] for check in part.get("case_checks", [])]


def _is_condition(item: Part) -> bool:
    """Whether an expression is true or false by itself, not as what a number is taken for."""
    return result_type(item["children"][0] if item.get("type") == CAST else item) == BOOLEAN
