"""What a statement says otherwise than it must: release, subjects, history, all the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from qa_checks.sign_off import envelope
from qa_checks.sign_off.statement import Evidence
from qa_checks.words import list_some

SHOWN = 5
SIGN_AGAIN = "Run `qa-checks run`, look at the report, and sign again."
PUT_BACK = "A signed file has changed: put back {}, or run, look and sign again."


def compare(
    look: Callable[..., bool], signed: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Compare a statement with what it must say: its release, its subjects, the rest."""
    about, must = signed["predicate"], wanted["predicate"]
    others = _others(about, must)
    fault = ""
    if "release" in others:
        other = about.get("release")
        name = other.get("id") if isinstance(other, dict) else None
        fault = f"It is about {_release(name, must)}."
    look("release", fault)
    changed, fault = _digest_fault(signed.get("subject"), wanted["subject"])
    look("digests", fault, PUT_BACK.format(changed) if changed else SIGN_AGAIN)
    parts = [key for key in _others(signed, wanted) if key not in ("subject", "predicate")]
    parts += [key for key in others if key not in ("release", "history")]
    look("record", f"The statement says something else: {', '.join(parts)}." if parts else "")


def _others(signed: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """The keys whose values are not written alike: to Python 0, 0.0 and false are equal."""
    before, other = (
        {key: envelope.write({key: value}) for key, value in both.items()}
        for both in (signed, wanted)
    )
    return [key for key in {**before, **other} if before.get(key) != other.get(key)]


def _release(name: object, must: Mapping[str, Any]) -> str:
    if name == must["release"]["id"]:
        return f"'{name}', but states other facts of it"
    return f"'{name}', not '{must['release']['id']}'"


def _digest_fault(signed: object, wanted: object) -> tuple[str, str]:
    """A signed file that has changed or is gone, and everything that is wrong."""
    if signed == wanted:  # of text alone, so equal is the same
        return "", ""
    old, new = _named(signed), _named(wanted)
    differences = [
        f"{name} is not what was signed" for name in new if name in old and old[name] != new[name]
    ]
    differences += [f"{name} is not in the statement" for name in new if name not in old]
    differences += [f"{name} was signed but is not there" for name in old if name not in new]
    listed = list_some(differences, SHOWN, "; ") or "the subjects are not written as they must be"
    changed = [name for name in old if new.get(name) != old[name]]
    return (changed[0].removeprefix("report: ") if changed else ""), f"{listed}."


def _named(subjects: object) -> dict[str, Any]:
    listed = subjects if isinstance(subjects, list) else []
    return {
        str(subject.get("name")): subject.get("digest")
        for subject in listed
        if isinstance(subject, dict)
    }


def is_list_of_subjects(subjects: object) -> bool:
    """Whether it is written as subjects are, whatever files it names."""
    names = _named(subjects)
    return subjects == [
        {"name": name, "digest": {"sha256": str(digest["sha256"])}}
        for name, digest in names.items()
        if isinstance(digest, dict) and "sha256" in digest
    ]


def _runs_of_others(history: bytes, release: str) -> str:
    """Numbers of the lines that are runs of another release; what a killed run left is none."""
    others = []
    for number, line in enumerate(history.split(b"\n"), start=1):
        try:
            run = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(run, dict) and run.get("release", release) != release:
            others.append(f"line {number}")
    return list_some(others, SHOWN)


def history_fault(
    statement: Mapping[str, Any], wanted: Mapping[str, Any], evidence: Evidence
) -> str:
    """What has become of the history since the signature; nothing if it has only grown."""
    signed, now = statement["predicate"].get("history"), wanted["predicate"]["history"]
    if envelope.write({"history": signed}) == envelope.write({"history": now}):
        others = _runs_of_others(evidence.history, wanted["predicate"]["release"]["id"])
        return f"history.jsonl has runs of another release: {others}." if others else ""
    if not isinstance(signed, dict) or signed.keys() != now.keys():
        return "The statement does not say what the history of the runs was."
    if len(evidence.history) < now["bytes"]:
        return (
            f"history.jsonl has been shortened since: it had {now['bytes']:,} bytes, and has "
            f"{len(evidence.history):,}."
        )
    return "history.jsonl has been edited since: its first lines are others than were signed."
