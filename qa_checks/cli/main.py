"""The door: `qa-checks` starts here, and every way to end leads to exit code 0, 1 or 2.

Nothing is imported at the top that Python has not loaded by then, so that a fault in what is
imported later, and a request to stop meanwhile, end here as well.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

COULD_NOT_CHECK = 2
VERDICTS = (0, 1, 2)
WIDTH = "100"
SELDOM = 3_000_000  # objects more before they are searched for garbage: a run makes hardly any


def start() -> NoReturn:
    """Run the command and end the process without taking it apart, for which a user would wait."""
    try:
        run_from_shell()
    except SystemExit as end:
        os._exit(int(end.code or 0))


def run_from_shell() -> NoReturn:
    """Run the command given on the command line and leave with 0, 1 or 2."""
    try:
        _prepare()
        _load_msgspec()
        code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as fault:  # noqa: BLE001  the last line of defence has to catch all
        code = COULD_NOT_CHECK
        _explain(fault)
        if isinstance(fault, KeyboardInterrupt):
            os._exit(code)  # else Python may end itself by the signal, and wait for its threads
    _leave(code)


def _prepare() -> None:
    """Make a request to stop the same as Ctrl-C, and the streams fit to write to."""
    from qa_checks.cli.stops import heed_stops

    heed_stops()
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:  # closed: else the next file opened would stand in its place
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not sys.stdout.isatty():
        os.environ.setdefault("COLUMNS", WIDTH)
    # Who reads YAML would look through all that is installed for plug-ins that may change values.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


def _load_msgspec() -> None:
    """Load msgspec as if there was no typing_extensions, which takes as long to load as the rest.

    What it would take from there Python's own typing has as well.
    """
    name = "typing_extensions"
    if name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's way to say there is none
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[name]


def _run() -> int:
    from qa_checks.cli.plain_words import read_words

    plain = read_words(sys.argv[1:])
    return _run_by_typer() if plain is None else _run_plainly(plain)


def _run_plainly(command: Callable[[], None]) -> int:
    """Run a command whose words nothing is wrong with."""
    from qa_checks.cli.session import Verdict
    from qa_checks.sign_off.passphrase import take_passphrase

    take_passphrase()
    try:
        command()
    except Verdict as end:
        return int(end.code or 0)
    return 0


def _run_by_typer() -> int:
    import typer

    from qa_checks.cli.app import app
    from qa_checks.cli.session import Verdict

    try:
        app(prog_name="qa-checks")
    except Verdict as end:
        return int(end.code or 0)
    except SystemExit as end:
        # typer leaves by itself after a wrong option (2), Ctrl-C (130) or a closed pipe (1).
        # Only what a command asked for is a verdict.
        if isinstance(end.__context__, typer.Exit) and end.code in VERDICTS:
            return int(end.code)
        if end.code not in (None, 0, 1, COULD_NOT_CHECK):
            raise KeyboardInterrupt from None
        return COULD_NOT_CHECK
    return 0


def _explain(fault: BaseException) -> None:
    """Say on standard error, in one paragraph, what is wrong and what to do."""
    try:
        if "--debug" in sys.argv:
            from qa_checks.render.report_words import clean, quieten

            told = "".join(_trace(fault)).splitlines()
            sys.stderr.write("".join(f"{quieten(clean(line))}\n" for line in told))
        message = _message(fault)
        if message:
            sys.stderr.write(message + "\n")
            sys.stderr.flush()
    except BaseException:  # noqa: BLE001, S110  nobody is left to tell
        pass


def _message(fault: BaseException) -> str:
    from qa_checks.errors import QaChecksError
    from qa_checks.render.report_words import clean, quieten

    if _is_stop(fault):
        fault = KeyboardInterrupt()
    match fault:
        case QaChecksError():
            message = f"{fault.fault}: {fault}"
        case KeyboardInterrupt():
            message = "Stopped before the end: there is no verdict."
        case BrokenPipeError():
            return ""
        case OSError():
            place = f"{fault.filename}: " if fault.filename else ""
            message = (
                f"Cannot go on: {place}{fault.strerror or fault}. Look at the permissions and the "
                "free space of the folder that is written to and of the temporary folder."
            )
        case _ if isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryException":
            message = "Cannot go on: there is not enough memory. Check fewer files at once."
        case _:
            # Not what the error says: it may quote data that reports mask.
            message = (
                f"qa-checks itself is at fault: {_name(fault)}{_place(fault)}. "
                "Please report it, with what --debug prints."
            )
    return quieten(clean(" ".join(message.split())))


def _is_stop(fault: BaseException | None) -> bool:
    """Whether it is a request to stop, or went wrong in tidying up after one."""
    while fault is not None:
        by_duckdb = isinstance(fault, RuntimeError) and str(fault) == "Query interrupted"
        if by_duckdb or isinstance(fault, KeyboardInterrupt):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _name(fault: BaseException) -> str:
    """What an error is, and what it says where that is surely none of the data."""
    from qa_checks.errors import QaChecksError

    told = isinstance(fault, QaChecksError | OSError | ImportError)
    return f"{type(fault).__name__}: {fault}" if told else type(fault).__name__


def _place(fault: BaseException) -> str:
    from pathlib import Path
    from traceback import extract_tb

    frames = extract_tb(fault.__traceback__)
    return f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""


def _trace(fault: BaseException) -> Iterator[str]:
    """The traceback of an error and of its causes, without what those say of the data."""
    from traceback import format_tb

    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if cause is not None:
        yield from _trace(cause)
    yield "Traceback (most recent call last):\n"
    yield from format_tb(fault.__traceback__)
    yield f"{_name(fault)}\n"


def _leave(code: int) -> NoReturn:
    """Leave with this code, even where what is still to be shown cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)
