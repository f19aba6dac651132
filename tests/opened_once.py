"""Releases that several commands check: one of the same bytes and words is read once.

What is done with it afterwards, decisions and attestations among it, is each command's own.
Whoever changes the program under a test has it read anew: this is for tests of its commands.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks import appraisal, assessment, opened
from qa_checks.appraisal import Judged
from qa_checks.catalogue import packed
from qa_checks.engines.memory import bounded
from qa_checks.opened import Opened, Options
from qa_checks.release import Release

MOST = 8  # each holds a database
LARGE = 8 << 20
_open = opened.opened
_judge = appraisal.judge
_unpack = packed.unpack


class Shelved(Struct):
    """A release that stays open, and what its checks came to by each choice of them.

    With it stands how many findings of each were kept.
    """

    read: Opened
    closing: ExitStack
    judged: dict[Hashable, tuple[int, Judged]] = field(default_factory=dict)


_releases: OrderedDict[Hashable, Shelved] = OrderedDict()  # the last that were asked for


@contextmanager
def once() -> Iterator[None]:
    """Have commands take a release from the shelf that one before them opened."""
    with (
        patch.object(opened, "opened", _take),
        patch.object(assessment, "opened", _take),
        patch.object(appraisal, "judge", _judge_once),
    ):
        yield


@contextmanager
def never() -> Iterator[None]:
    """Have commands open each release themselves: for tests of how they do that and leave it."""
    with patch.dict(globals(), _take=_open, _judge_once=_judge):
        yield


def close() -> None:
    """Close the releases on the shelf."""
    while _releases:
        _releases.popitem()[1].closing.close()


@contextmanager
def _take(
    release: Release, options: Options, beside: Callable[[], None] = lambda: None
) -> Iterator[Opened]:
    key = _tell_apart(release, options)
    if key is None:
        with _open(release, options, beside) as read:
            yield read
        return
    shelved = _releases.pop(key, None) or _shelve(release, options)
    if shelved.read.loaded.paths:  # tables are views of files, which the next command may change
        with shelved.closing:
            yield shelved.read
        return
    _releases[key] = shelved
    if len(_releases) > MOST:
        _releases.popitem(last=False)[1].closing.close()
    own = replace(
        shelved.read.release, decisions=release.decisions, attestations=release.attestations
    )
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    with bounded():
        yield replace(shelved.read, release=own, started=started, clock=clock)


def _shelve(release: Release, options: Options) -> Shelved:
    closing = ExitStack()
    own = replace(
        options, put_away=Options().put_away
    )  # the command that opened it is over by then
    with patch.object(opened, "bounded", nullcontext):  # who takes it is bounded, not the shelf
        read = closing.enter_context(_open(release, own))
    return Shelved(read, closing)


def _judge_once(read: Opened, options: Options) -> Judged:
    """Judge a release of the shelf once by each choice of checks."""
    release = read.release
    shelved = [shelved for shelved in _releases.values() if shelved.read.loaded is read.loaded]
    if not shelved or options.take:
        return _judge(read, options)
    [at_hand] = shelved
    chosen = options.selection, options.second_opinion, options.compared
    texts = [path for text in read.texts for path in (text.path, *(old for old, _ in text.before))]
    sheet = [release.sample[0]] if release.sample else []
    files = _digest([*texts, *sheet])
    if files is None:
        return _judge(read, options)
    key = _words(release), chosen, files
    kept, judged = at_hand.judged.get(key, (0, None))
    # Of a check that found more than was kept, more may be asked for, or less.
    if judged is None or any(done.failed > min(kept, options.keep) for done in judged.outcomes):
        judged = _judge(read, options)
        at_hand.judged[key] = options.keep, judged
    return judged


def _tell_apart(release: Release, options: Options) -> Hashable:
    """What no two releases have in common; nothing where that is more than a few files."""
    paths = [item.path for item in release.inputs]
    paths += [
        *release.claims,
        *release.claims_before,
        *([release.tables] if release.tables else []),
    ]
    if release.sources or any(item.query or item.opened for item in release.inputs):
        return None
    if options.catalogue:
        paths += sorted(path for path in options.catalogue.rglob("*") if path.is_file())
    files = _digest(paths)
    if files is None:
        return None
    return _words(release), files, options.limits, options.catalogue, _replaced()


def _digest(paths: Collection[Path]) -> frozenset[tuple[Path, bytes]] | None:
    """What files hold; nothing if one is none, cannot be read or is large."""
    try:
        if not all(path.is_file() and path.stat().st_size < LARGE for path in paths):
            return None
        return frozenset((path, hashlib.sha256(path.read_bytes()).digest()) for path in paths)
    except (OSError, ValueError):
        return None


def _words(release: Release) -> str:
    return repr(replace(release, decisions=(), attestations=None))


def _replaced() -> int:
    """What a catalogue is told by that a test has put in place of ours."""
    replaced = packed.unpack is not _unpack
    return id(packed.unpack(False)) if replaced else 0
