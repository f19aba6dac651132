"""The straight line: a release and a catalogue become one frozen report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_checks.opened import Options, opened

if TYPE_CHECKING:
    from qa_checks.model.report import Report
    from qa_checks.release import Release


def run(release: Release, options: Options) -> Report:
    """Read a release's files, run the checks and assemble the report.

    Raises
    ------
    QaChecksError
        If the catalogue or an option is wrong, or no file could be read.
    """
    with opened(release, options, _load_judging) as read:
        from qa_checks.appraisal import judge
        from qa_checks.conclusion import conclude

        return conclude(read, judge(read, options), options)


def _load_judging() -> None:
    """Load what judges a release, for which its files need not wait."""
    from qa_checks import appraisal, conclusion  # noqa: F401
