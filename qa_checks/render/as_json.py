"""The report for programs: JSON as docs/json-schema/report.json describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from qa_checks.model.checks import Finding, FindingPlace
from qa_checks.model.report import Report
from qa_checks.render.json_shapes import Key
from qa_checks.render.report_format import KEYS
from qa_checks.render.report_parts import FINDING_PLACES

TOGETHER = 500  # findings of a piece

Part = str | int | tuple[FindingPlace, ...] | None

# ASCII only: the text survives every console and code page unharmed.
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False).encode
_encode_text = json.encoder.encode_basestring_ascii

# Half a surrogate pair comes from undecodable file names; strict readers refuse it.
_SURROGATES = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\ud[89a-f]..")


def render(report: Report) -> str:
    """Return the report as JSON, one line a check and a finding.

    Returns
    -------
    str
        ASCII text that ends with a line break. The same report gives the same
        text; ``started`` and every ``seconds`` are the only parts that differ
        between two runs over the same bytes.
    """
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The same text piece by piece, for there may be a million findings."""
    for piece in _pieces(report):
        # That there is no backslash is seen fifty times sooner than that there is no half.
        halves = "\\" in piece and "\\ud" in piece
        yield _SURROGATES.sub(_whole, piece) if halves else piece


def _pieces(report: Report) -> Iterator[str]:
    before = "{\n"
    for key in KEYS:
        yield f'{before}"{key.name}": '
        yield from _write(key, report)
        before = ",\n"
    yield "\n}\n"


def _write(key: Key, report: Report) -> Iterator[str]:
    """The value of one key; a list of objects has a line for each."""
    value, rows = key.read(report), key.shape.rows
    if rows is None:
        yield _encode(key.shape.write(value))
    elif not value:
        yield "[]"
    elif key.name == "findings":
        yield "[\n"
        yield from _write_findings(value)
        yield "\n]"
    else:
        lines = ",\n".join(map(_encode, map(rows.write, value)))
        yield f"[\n{lines}\n]"


def _write_findings(findings: Sequence[Finding]) -> Iterator[str]:
    """Each finding as its keys say (`FINDING_KEYS`), on a line.

    The same as key by key, but ten times as fast. What many share is written once for all.
    """
    texts = _Texts()
    heads: dict[tuple[str, str | None, str | None], str] = {}
    for start in range(0, len(findings), TOGETHER):
        lines = []
        for finding in findings[start : start + TOGETHER]:
            check, severity, table, file, sheet, row, column, key, value, message, by, _, places = (
                finding
            )
            head = heads.get((check, file, sheet))
            if head is None:
                head = heads[check, file, sheet] = (
                    f'{{"check": {texts[check]}, "severity": {texts[severity]}, '
                    f'"table": {texts[table]}, "file": {texts[file]}, "sheet": {texts[sheet]}'
                )
            lines.append(
                f'{head}, "row": {"null" if row is None else row}, "column": {texts[column]}, '
                f'"key": {"null" if key is None else _encode_text(key)}, '
                f'"value": {"null" if value is None else _encode_text(value)}, '
                f'"message": {_encode_text(message)}, "waived_by": {texts[by]}, '
                f'"places": {texts[places]}}}'
            )
        yield (",\n" if start else "") + ",\n".join(lines)


class _Texts(dict[Part, str]):
    """Values as JSON, each written once."""

    def __missing__(self, value: Part) -> str:
        plain = FINDING_PLACES.write(value) if isinstance(value, tuple) else value
        text = self[value] = _encode(plain)
        return text


def _whole(match: re.Match[str]) -> str:
    return "\\ufffd" if len(match[0]) == len("\\ufffd") else match[0]
