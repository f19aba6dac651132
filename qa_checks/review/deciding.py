"""What there is to decide: the findings that no decision covers, and which of them are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from qa_checks.errors import UsageError
from qa_checks.model.accountability import Decision
from qa_checks.model.checks import Finding, Outcome, Severity, State
from qa_checks.model.report import Report
from qa_checks.record.identity import Identity, identify
from qa_checks.words import list_some, plural

ALL = "all"
KEYS_SHOWN = 5
BETWEEN = " / "  # the parts of a key


class OpenFinding(Struct, frozen=True):
    """A finding, and the shortest text that names no other of its check.

    ``label`` is its key, with file and row where others have the same.
    """

    label: str
    finding: Finding
    identity: Identity


class Question(Struct, frozen=True):
    """What a decision on one check can be about.

    ``standing`` are the findings no decision covers, ``covered`` the others.
    """

    outcome: Outcome
    standing: tuple[OpenFinding, ...]
    covered: tuple[OpenFinding, ...]

    @property
    def rule(self) -> str:
        """The id of the check."""
        return self.outcome.check.id

    @property
    def needs_end(self) -> bool:
        """Whether a decision that waives must have an end date."""
        return self.outcome.check.severity is Severity.ERROR


def questions(report: Report) -> tuple[Question, ...]:
    """What there is to decide on each check of a run that found something.

    Parameters
    ----------
    report
        With every finding of these checks.
    """
    files = {item.path: item.sha256 for item in report.inputs}
    return tuple(
        _question(outcome, files)
        for outcome in report.outcomes
        if outcome.findings and outcome.check.table != "decisions"
    )


def waiting(report: Report) -> list[Question]:
    """What waits for a decision, warnings first: errors are for the producing analyst to mend."""
    asked = [question for question in questions(report) if question.standing]
    return sorted(asked, key=lambda question: question.needs_end)


def question(report: Report, rule: str) -> Question:
    """What there is to decide on one check of a run.

    Raises
    ------
    UsageError
        If the check could not be run, or no finding waits for a decision.
    """
    outcome = next(outcome for outcome in report.outcomes if outcome.check.id == rule)
    if outcome.state in (State.SKIPPED, State.ERRORED):
        raise UsageError(
            f"{rule} was {outcome.state} ({outcome.reason}): there are no findings to decide on."
        )
    return _question(outcome, {item.path: item.sha256 for item in report.inputs})


def _question(outcome: Outcome, files: Mapping[str, str]) -> Question:
    identities = identify(outcome.findings, files)
    listed: dict[Identity, Finding] = {}
    for identity, finding in zip(identities, outcome.findings, strict=True):
        if identity.key is not None:
            listed.setdefault(identity, finding)
    labels = _labels(listed)
    every = [
        OpenFinding(labels[identity], finding, identity) for identity, finding in listed.items()
    ]
    return Question(
        outcome,
        tuple(open_finding for open_finding in every if open_finding.finding.waived_by is None),
        tuple(open_finding for open_finding in every if open_finding.finding.waived_by is not None),
    )


def _labels(listed: Mapping[Identity, Finding]) -> dict[Identity, str]:
    """What each is called: its key, and as much of its place as tells it from the others."""
    ways: list[Callable[[Identity, Finding], str]] = [
        lambda identity, _: str(identity.key),
        lambda identity, _: f"{identity.key} in {_place(identity)}",
        lambda identity, finding: f"{identity.key} in {_place(identity)}, row {finding.row}",
        lambda identity, finding: (
            f"{identity.key} in {_place(identity)}, row {finding.row}, {finding.column}"
        ),
    ]
    labels: dict[Identity, str] = {}
    left = dict(listed)
    for way in ways:
        names = {identity: way(identity, finding) for identity, finding in left.items()}
        counts = Counter(names.values())
        labels |= names
        left = {
            identity: finding for identity, finding in left.items() if counts[names[identity]] > 1
        }
    return labels


def _place(identity: Identity) -> str:
    return ", ".join(part for part in (identity.file, identity.sheet) if part)


def refuse_nothing(asked: Question) -> None:
    """Refuse to go on where no finding waits for a decision.

    Raises
    ------
    UsageError
        With what there is instead.
    """
    if asked.standing:
        return
    if asked.outcome.open_findings:
        raise UsageError(f"What {asked.rule} found has no key, so no decision can name it.")
    if asked.covered:
        raise UsageError(f"Everything {asked.rule} found has a decision already.")
    raise UsageError(f"{asked.rule} found nothing: there is nothing to decide.")


def choose(given: Sequence[str], asked: Question) -> list[OpenFinding]:
    """The findings that some texts name, each once.

    A text is ``all``, or keys with commas between; keys hold commas now and then, so a comma
    parts two only where both are keys of findings. The last part of a key, such as the view, may
    be left out where no other finding has the rest.

    Raises
    ------
    UsageError
        If one names no finding or several, or one that is decided on already.
    """
    if list(given) == [ALL]:
        if not asked.standing:
            raise UsageError(f"{asked.rule} has no finding without a decision.")
        return list(asked.standing)
    names = _Names(asked)
    chosen = [open_finding for text in given for open_finding in names.split(text)]
    decided = [open_finding for open_finding in chosen if open_finding in asked.covered]
    if decided:
        first = decided[0]
        left = list_some([open_finding.label for open_finding in asked.standing], KEYS_SHOWN, "; ")
        raise UsageError(
            f"Decision {first.finding.waived_by} covers {first.label} already.",
            remedy=f"Without a decision: {left}." if left else "",
        )
    return list(dict.fromkeys(chosen))


def choose_among(given: Sequence[str], asked: Sequence[Question]) -> list[list[OpenFinding]]:
    """The findings of several checks that some texts name, check by check.

    Raises
    ------
    UsageError
        If one names no finding of any of them.
    """
    if len(asked) == 1 or list(given) == [ALL]:
        return [choose(given, question) for question in asked]
    chosen: list[list[OpenFinding]] = [[] for _ in asked]
    for text in given:
        faults = []
        for question, here in zip(asked, chosen, strict=True):
            try:
                here.extend(choose([text], question))
            except UsageError as fault:
                faults.append(fault)
        if len(faults) == len(asked):
            raise UsageError(f"'{text}' is the key of no finding of these checks.")
    return chosen


class _Names:
    """Every text that may stand for findings of a check."""

    def __init__(self, asked: Question) -> None:
        self.known: dict[str, list[OpenFinding]] = {}
        self.labels: list[str] = []
        for open_finding in (*asked.standing, *asked.covered):
            key = open_finding.finding.key or ""
            self.labels.append(open_finding.label)
            for name in dict.fromkeys([open_finding.label, key, key.rpartition(BETWEEN)[0]]):
                if name:
                    self.known.setdefault(name, []).append(open_finding)

    def split(self, text: str) -> Iterable[OpenFinding]:
        """The findings that a text names, by the longest names first that fit."""
        parts = text.split(",")
        while parts:
            for end in range(len(parts), 0, -1):
                name = ",".join(parts[:end]).strip()
                if name in self.known:
                    yield self._only(name)
                    parts = parts[end:]
                    break
            else:
                listed = list_some(sorted(self.labels), KEYS_SHOWN, "; ") or "none"
                raise UsageError(
                    f"'{parts[0].strip()}' is the key of no finding.",
                    remedy=f"Keys found: {listed}.",
                )

    def _only(self, name: str) -> OpenFinding:
        named = self.known[name]
        exact = [open_finding for open_finding in named if open_finding.label == name]
        if exact:
            return exact[0]
        if len(named) > 1:
            labels = list_some([open_finding.label for open_finding in named], KEYS_SHOWN, "; ")
            raise UsageError(
                f"'{name}' may be the key of {plural(len(named), 'finding')}.",
                remedy=f"Say which: {labels}.",
            )
        return named[0]


def refuse_found(keys: Sequence[str], asked: Question) -> None:
    """Refuse to call fixed what is still there.

    Raises
    ------
    UsageError
        If a finding has one of the keys.
    """
    if ALL in keys:
        raise UsageError(
            "Name the keys that were fixed.",
            remedy="An earlier report lists them; --keys may be given several times.",
        )
    open_keys = {open_finding.finding.key for open_finding in (*asked.standing, *asked.covered)}
    still = [key for key in keys if key in open_keys]
    if still:
        raise UsageError(
            f"{asked.rule} still finds {list_some(still, KEYS_SHOWN)}: not fixed.",
            remedy="Correct the data first, and check it again.",
        )


def lapsed(report: Report) -> dict[int, Decision]:
    """Decisions on the checks of a run that no longer hold, by their numbers."""
    return {decision.number: decision for decision in report.decisions if decision.is_lapsed}
