"""Steps are taken in their order, beside what the caller does."""

import threading
from functools import partial

import pytest

from qa_checks.errors import InputError
from qa_checks.reading.in_turn import in_turn


def test_the_caller_goes_on_while_a_step_is_taken() -> None:
    caller_went_on, taken = threading.Event(), []

    def wait_for_caller() -> None:
        taken.append(caller_went_on.wait(30))

    with in_turn() as turn:
        turn.take(wait_for_caller)
        caller_went_on.set()
        turn.take(partial(taken.append, "second"))
        turn.take(lambda: taken.append(threading.current_thread()), here=True)
    assert taken == [True, "second", threading.current_thread()]


def test_what_went_wrong_first_is_told_and_no_step_follows() -> None:
    taken: list[str] = []

    def refuse() -> None:
        raise InputError("The first file is damaged.")

    def read(turn_is_over: bool) -> None:
        with in_turn() as turn:
            turn.take(refuse)
            if turn_is_over:
                raise InputError("The second file is missing.")
            turn.take(partial(taken.append, "second"))

    for turn_is_over in (False, True):
        with pytest.raises(InputError, match=r"^The first file is damaged\.$"):
            read(turn_is_over)
    assert not taken
