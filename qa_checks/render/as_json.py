"""The report for programs: JSON as docs/json-schema/report.json describes it."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa_checks.model import (
    AbsentColumn,
    Assurance,
    ChecklistItem,
    Decision,
    Finding,
    Input,
    Outcome,
    Problem,
    Report,
    SecondOpinion,
)

FORMAT = "qa-checks/report/1"

# ASCII only: the text survives every console and code page unharmed.
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False).encode

# Half a surrogate pair comes from undecodable file names; strict readers refuse it.
_SURROGATES = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\ud[89a-f]..")


def render(report: Report) -> str:
    """Return the report as JSON, one line a check and a finding.

    Parameters
    ----------
    report
        What the run found.

    Returns
    -------
    str
        ASCII text that ends with a line break. The same report gives the same
        text; ``seconds`` of a check is the only part that differs between two
        runs over the same bytes.
    """
    parts = (
        f'"format": {_encode(FORMAT)}',
        f'"verdict": {_encode(report.verdict)}',
        f'"release": {_encode(_release(report))}',
        f'"summary": {_encode(_summary(report))}',
        f'"inputs": {_list(_input(one) for one in report.inputs)}',
        f'"checks": {_list(_check(one) for one in report.outcomes)}',
        f'"findings": {_list(_findings(report.outcomes))}',
        f'"figures": {_encode(_figures(report.figures))}',
        f'"tool": {_encode(_tool(report))}',
        f'"reason": {_encode(report.reason)}',
        f'"problems": {_list(_problem(one) for one in report.problems)}',
        f'"decisions": {_list(_decision(one) for one in report.decisions)}',
        f'"checklist": {_list(_item(one) for one in report.checklist)}',
        f'"assurance": {_encode(_assurance(report.assurance))}',
        f'"second_opinion": {_encode(_second_opinion(report.second_opinion))}',
        f'"notes": {_encode(report.notes)}',
        f'"absent": {_list(_absent(one) for one in report.absent)}',
    )
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    if "\\ud" in text:
        text = _SURROGATES.sub(_whole, text)
    return text


def _list(records: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(map(_encode, records))
    return f"[\n{lines}\n]" if lines else "[]"


def _whole(match: re.Match[str]) -> str:
    return "\\ufffd" if len(match[0]) == len("\\ufffd") else match[0]


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _release(report: Report) -> dict[str, Any]:
    release = report.release
    return {
        "id": release.id,
        "title": release.title,
        "as_at": _iso(release.as_at),
        "period": {"start": _iso(release.period_start), "end": _iso(release.period_end)},
        "published_by": _iso(release.published_by),
        "status": release.status,
        "producer": release.producer,
    }


def _summary(report: Report) -> dict[str, Any]:
    summary = report.summary
    return {
        "checks": {
            "passed": summary.passed,
            "failed": summary.failed,
            "waived": summary.waived,
            "skipped": summary.skipped,
            "errored": summary.errored,
        },
        "errors": summary.errors,
        "warnings": summary.warnings,
        "findings": summary.findings,
        "decided_warnings": summary.decided_warnings,
    }


def _input(one: Input) -> dict[str, Any]:
    return {
        "path": one.path,
        "sheet": one.sheet,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "rows": one.rows,
        "layout": one.layout,
        "tables": dict(sorted(one.tables.items())),
    }


def _check(outcome: Outcome) -> dict[str, Any]:
    check = outcome.check
    return {
        "id": check.id,
        "name": check.name,
        "title": check.title,
        "table": check.table,
        "severity": check.severity,
        "outcome": outcome.state,
        "reason": outcome.reason,
        "checked": outcome.checked,
        "failed": outcome.failed,
        "unknown": outcome.unknown,
        "waived": outcome.waived,
        "seconds": _number(round(outcome.seconds, 4)),
        "source": check.source,
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {"path": one.path, "message": one.message}


def _absent(column: AbsentColumn) -> dict[str, Any]:
    return {
        "path": column.path,
        "sheet": column.sheet,
        "table": column.table,
        "column": column.column,
        "title": column.title,
        "since": _iso(column.since),
        "reason": column.reason or None,
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "number": one.number,
        "rule": one.rule,
        "keys": one.keys,
        "decision": one.decision,
        "reason": one.reason,
        "who": one.who,
        "when": _iso(one.when),
        "until": _iso(one.until),
        "covers": one.covers,
        "state": one.state,
        "dead_keys": one.dead_keys,
    }


def _item(one: ChecklistItem) -> dict[str, Any]:
    return {
        "id": one.id,
        "area": one.area,
        "title": one.title,
        "state": one.state,
        "reason": one.reason,
        "checks": one.checks,
        "note": one.note,
        "who": one.who,
        "when": _iso(one.when),
    }


def _assurance(said: Assurance) -> dict[str, Any]:
    return {
        "statement": said.statement or None,
        "assumptions": said.assumptions,
        "limitations": said.limitations,
    }


def _second_opinion(second: SecondOpinion | None) -> dict[str, Any] | None:
    if second is None:
        return None
    return {
        "agreed": second.agreed,
        "disagreed": second.disagreed,
        "without": second.without,
        "checks": [
            {
                "id": one.check,
                "engine": one.engine,
                "counted": one.counted,
                "here": one.here,
                "agrees": one.agrees,
                "reason": one.reason,
            }
            for one in second.opinions
        ],
    }


def _findings(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    return (_finding(one) for outcome in outcomes for one in outcome.findings)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "severity": one.severity,
        "table": one.table,
        "file": one.file,
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "key": one.key,
        "value": one.value,
        "message": one.message,
        "waived_by": one.waived_by,
    }


def _figures(figures: Mapping[str, float | int | None]) -> dict[str, float | int | None]:
    return {name: _number(value) for name, value in sorted(figures.items())}


def _number(value: float | int | None) -> float | int | None:
    """JSON knows no infinity and no NaN: a figure that is not a number is none."""
    return value if value is None or math.isfinite(value) else None


def _tool(report: Report) -> dict[str, Any]:
    tool = report.tool
    return {
        "version": tool.version,
        "engine": tool.engine,
        "rulebook_sha256": tool.rulebook_sha256,
    }
