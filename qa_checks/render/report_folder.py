"""The files of a report: written aside, then moved into place all together.

A run that is killed leaves the earlier report or none, never half of one:
report.json is taken away first and put in place last, so where it stands the
files beside it belong to it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa_checks.errors import UsageError
from qa_checks.model.report import Report
from qa_checks.placement import folder_aside, move_together, remove_left_behind
from qa_checks.render import as_json, as_junit

REPORTS = Path("reports")  # in it each release has a folder of its own, if nobody names another
WORKBOOK = "findings.xlsx"
REVISIONS = ("revisions.html", "revisions.csv")
NAMES = ("report.json", "report.html", "junit.xml", WORKBOOK)


def get_ready(*, workbook: bool) -> None:
    """Load what `write` needs. Done while the checks run, nobody waits for it."""
    from qa_checks.render import as_html

    for name in as_html.TEMPLATES:
        as_html.environment().get_template(name)
    if workbook:
        from qa_checks.render import as_xlsx  # noqa: F401


def write(
    report: Report,
    folder: Path,
    before_moving: Callable[[], None] = lambda: None,
    *,
    workbook: bool = True,
) -> list[Path]:
    """Write report.json, report.html, junit.xml and, unless it is left out, findings.xlsx.

    Of two releases that were compared the revisions note is written too, as a page and as CSV.

    Parameters
    ----------
    folder
        Where the files go; made if it does not exist. Other files in it are
        left alone.
    before_moving
        Called when everything is written and only the move is left.
    workbook
        Whether to write findings.xlsx. Without, one of an earlier report is taken away.

    Returns
    -------
    list[Path]
        The files written, in the order above.

    Raises
    ------
    UsageError
        When the folder cannot be written. An earlier report is then still there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folder_aside(folder) as aside:
            remove_left_behind(folder, aside)
            written = _write(report, aside, workbook)
            before_moving()
            move_together(aside, folder, written, (*NAMES, *REVISIONS))
    except OSError as error:
        raise UsageError(
            f"The report cannot be written: {error.strerror or error}.",
            where=str(folder),
            remedy="Close the files of an earlier report if they are open elsewhere, wait for "
            "another run into the same folder to end, or choose a folder that can be written.",
        ) from error
    return [folder / name for name in written]


def _write(report: Report, aside: Path, workbook: bool) -> list[str]:
    """Write the files, and name them in the order of `NAMES`."""
    from qa_checks.render import as_html

    written = [name for name in NAMES if name != WORKBOOK]
    texts = (as_json.pieces(report), [as_html.render(report)], [as_junit.render(report)])
    for name, pieces in zip(written, texts, strict=True):
        with (aside / name).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
    if workbook:
        from qa_checks.render import as_xlsx

        as_xlsx.render(report, aside / WORKBOOK)
        written.append(WORKBOOK)
    if report.compared:
        from qa_checks.render import as_revisions

        if as_revisions.is_wanted(report):
            page, lines = REVISIONS
            text = as_revisions.render_page(report)
            (aside / page).write_text(text, encoding="utf-8", newline="\n")
            as_revisions.write_lines(report, aside / lines)
            written += REVISIONS
    return written
