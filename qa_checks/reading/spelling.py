"""Which code a published text means, and whether it is written as the rest of the file does."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold


class CodeReading(Struct, frozen=True):
    """How one spelling was read: its code (None if unknown), the better spelling, the fault."""

    code: str | None
    better: str | None = None
    fault: str = ""


def read_spellings(
    counts: Mapping[str, int], codes: CodeList, missing: Mapping[str, str]
) -> dict[str, CodeReading]:
    """Read every spelling of one code list that occurs in a sheet.

    A spelling is at fault when it is not one the code list declares, or when
    the sheet writes the same code more often in another way.

    Parameters
    ----------
    counts
        How often each spelling occurs.
    missing
        Words that stand for a missing value, each with the fault that it is.
    """
    codes_of = {text: _find(text, codes) for text in counts}
    usual: dict[str, str] = {}
    for text, code in codes_of.items():
        if code is not None and text.strip() in codes.exact:
            best = usual.get(code)
            if best is None or _rank(text, code, counts) > _rank(best, code, counts):
                usual[code] = text.strip()
    readings = {}
    for text, code in codes_of.items():
        if code is None:
            fault = missing.get(text.strip(), "unknown_code")
            readings[text] = CodeReading(None, None, fault)
            continue
        better = usual.get(code, code)
        if text == better:
            readings[text] = CodeReading(code)
        else:
            fault = (
                "spaces"
                if fold(text) == fold(better) and " ".join(text.split()) == better
                else "spelling"
            )
            readings[text] = CodeReading(code, better, fault)
    return readings


def _find(text: str, codes: CodeList) -> str | None:
    exact = codes.exact.get(text.strip())
    return exact if exact is not None else codes.folded.get(fold(text))


def _rank(text: str, code: str, counts: Mapping[str, int]) -> tuple[int, bool]:
    return counts.get(text, 0), text == code
