"""The words of the checks that a text is put to."""

from __future__ import annotations

from qa_checks.model import Check, Severity

TABLE = "texts"
THEME = "texts"


def _check(id_: str, severity: Severity, *words: str) -> Check:
    name, title, why, remedy, source = words
    return Check(f"text.{id_}", name, title, TABLE, severity, THEME, why, remedy, (source,))


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
CHECKS = {
    check.id: check
    for check in (
        _check(
            "number",
            _ERROR,
            "number-unlike-its-query",
            "Each number of a text is what its query gives, within its own rounding",
            "Readers read sentences; a number that the data does not give is a correction to come.",
            "Correct the number in the text; where the text is right, correct the query.",
            "List of checks TXT-03, TXT-06, TXT-08",
        ),
        _check(
            "conclusion",
            _ERROR,
            "conclusion-is-wrong",
            "Directions, ranks, names and words such as all and none are as the data says",
            "A wrong number may leave the sentence true; a wrong direction or rank makes it false.",
            "Write the sentence anew; where it is right, correct the query.",
            "List of checks TXT-04, TXT-05, TXT-09",
        ),
        _check(
            "loose_word",
            _WARNING,
            "loose-word",
            "Words such as almost and doubled are within their bands, and ranks are not shared",
            "A reader takes almost half for a little less, and the highest for only one.",
            "Take a nearer word, or say who shares the rank; codes/words.csv has the bands.",
            "List of checks TXT-05, TXT-06, TXT-07",
        ),
        _check(
            "claim",
            _ERROR,
            "claim-that-cannot-be-checked",
            "The words of each claim stand in the text once, and its query gives what they need",
            "A claim that cannot be checked says nothing of a text that may have changed since.",
            "Correct the claim in claims.yml, or say under outside why no query can tell.",
            "List of checks TXT-01",
        ),
        _check(
            "contradiction",
            _WARNING,
            "text-contradicts-itself",
            "Counts, wholes and percentages of a text, and its changes and totals, close",
            "Where a text contradicts itself one of its numbers is wrong, whatever the data says.",
            "Correct the number that is wrong; where both are right, say what each is of.",
            "List of checks TXT-13, TXT-14, TXT-15",
        ),
        _check(
            "unit",
            _ERROR,
            "two-units-for-one-number",
            "Each number of a text has one unit: percent, or percentage points",
            "A change of 2.7% and one of 2.7 percentage points are different changes.",
            "Take the unit out that is wrong.",
            "List of checks TXT-13",
        ),
        _check(
            "weekday",
            _WARNING,
            "weekday-unlike-its-date",
            "Each weekday of a text is that of its date",
            "A weekday that does not fit shows that the date, or the year, was carried over.",
            "Look the date up and correct it, or the weekday.",
            "List of checks TXT-19",
        ),
        _check(
            "carried_forward",
            _WARNING,
            "sentence-carried-forward",
            "No sentence stands as in the last release's text with numbers that nobody looked at",
            "A sentence that was copied from the last release may say what was true then.",
            "Bind its numbers to a query, or write the sentence anew.",
            "List of checks TXT-25",
        ),
        _check(
            "earlier_figure",
            _WARNING,
            "earlier-figure-unlike-the-one-printed-then",
            "An earlier figure that the text quotes is what the last release's text printed",
            "Readers who compare both releases find two values for one thing.",
            "Quote what was printed then, or say that the figure was revised.",
            "List of checks TXT-12",
        ),
        _check(
            "coverage",
            _ERROR,
            "too-few-numbers-verified",
            "So many numbers of each text are verified, and so few unbound, as the release asks",
            "What nobody has looked at is where corrections come from.",
            "Bind the unbound numbers to queries in claims.yml; the report lists each sentence.",
            "List of checks TXT-02",
        ),
    )
}
