"""The report for programs: JSON as docs/json-schema/report.json describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from qa_checks.model import Finding, FindingPlace, Report
from qa_checks.render.json_shapes import Key
from qa_checks.render.report_format import KEYS
from qa_checks.render.report_parts import FINDING_PLACES

Part = str | int | tuple[FindingPlace, ...] | None

# ASCII only: the text survives every console and code page unharmed.
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False).encode
_encode_text = json.encoder.encode_basestring_ascii

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
        text; ``started`` and every ``seconds`` are the only parts that differ
        between two runs over the same bytes.
    """
    text = "{\n" + ",\n".join(f'"{key.name}": {_write(key, report)}' for key in KEYS) + "\n}\n"
    if "\\ud" in text:
        text = _SURROGATES.sub(_whole, text)
    return text


def _write(key: Key, report: Report) -> str:
    """The value of one key; a list of objects has a line for each."""
    value = key.read(report)
    if key.shape.rows is None:
        return _encode(key.shape.write(value))
    if key.name == "findings":
        lines = _write_findings(value)
    else:
        lines = ",\n".join(map(_encode, map(key.shape.rows.write, value)))
    return f"[\n{lines}\n]" if lines else "[]"


def _write_findings(findings: Iterable[Finding]) -> str:
    """The same as line by line, but ten times as fast: there may be a million of them."""
    texts = _Texts()
    return ",\n".join([_write_finding(finding, texts) for finding in findings])


def _write_finding(finding: Finding, texts: _Texts) -> str:
    """One finding as its keys say (`FINDING_KEYS`); what many share is written once for all."""
    row = "null" if finding.row is None else finding.row
    key = "null" if finding.key is None else _encode_text(finding.key)
    value = "null" if finding.value is None else _encode_text(finding.value)
    return (
        f'{{"check": {texts[finding.check]}, "severity": {texts[finding.severity]}, '
        f'"table": {texts[finding.table]}, "file": {texts[finding.file]}, '
        f'"sheet": {texts[finding.sheet]}, "row": {row}, '
        f'"column": {texts[finding.column]}, "key": {key}, "value": {value}, '
        f'"message": {_encode_text(finding.message)}, "waived_by": {texts[finding.waived_by]}, '
        f'"places": {texts[finding.places]}}}'
    )


class _Texts(dict[Part, str]):
    """Values as JSON, each written once."""

    def __missing__(self, value: Part) -> str:
        plain = FINDING_PLACES.write(value) if isinstance(value, tuple) else value
        text = self[value] = _encode(plain)
        return text


def _whole(match: re.Match[str]) -> str:
    return "\\ufffd" if len(match[0]) == len("\\ufffd") else match[0]
