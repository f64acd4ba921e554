"""Few requests are at work at a time, nobody waits for long, and whether a process lives is answered at any time."""

from collections.abc import Callable, Iterable
from threading import Event, Lock, Thread
from typing import Any

import pytest

from connectedness.web.turns import Application, Environ, in_turns

PATIENCE = 10


class Room:
    """An application whose visitors stay until they are let out, and which knows how many were there at once."""

    def __init__(self) -> None:
        self.inside, self.most = 0, 0
        self.let_out, self.is_full = Event(), Event()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside >= environ["full_at"]:
                self.is_full.set()
        if environ["PATH_INFO"] == "/breaks/":
            raise ValueError
        self.let_out.wait(PATIENCE)
        with self._lock:
            self.inside -= 1
        return [b"was there"]


def visit(application: Application, path: str = "/me/", full_at: int = 99) -> list[bytes]:
    return list(application({"PATH_INFO": path, "full_at": full_at}, lambda *_: None))


def visits(application: Application, count: int, full_at: int) -> list[Thread]:
    threads = [Thread(target=visit, args=(application, "/me/", full_at)) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_no_more_are_at_work_than_have_a_turn() -> None:
    room = Room()
    threads = visits(in_turns(room, at_once=2, longest=PATIENCE), 6, full_at=2)
    assert room.is_full.wait(PATIENCE)
    room.let_out.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert room.most == 2


def test_without_turns_all_are_at_work_at_once() -> None:
    """The control: the room itself keeps nobody out."""
    room = Room()
    threads = visits(room, 6, full_at=6)
    assert room.is_full.wait(PATIENCE)
    room.let_out.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert room.most == 6


def test_who_waited_long_goes_on_beside_those_who_are_stuck() -> None:
    room = Room()
    threads = visits(in_turns(room, at_once=1, longest=0.01), 3, full_at=3)
    assert room.is_full.wait(PATIENCE)
    room.let_out.set()
    for thread in threads:
        thread.join(PATIENCE)


def test_whether_the_process_lives_is_answered_while_all_turns_are_taken() -> None:
    room = Room()
    application = in_turns(room, at_once=1, longest=PATIENCE)
    threads = visits(application, 1, full_at=1)
    assert room.is_full.wait(PATIENCE)
    threads += [Thread(target=visit, args=(application, "/healthz", 2))]
    room.is_full.clear()
    threads[-1].start()
    assert room.is_full.wait(PATIENCE)
    room.let_out.set()
    for thread in threads:
        thread.join(PATIENCE)


def test_a_request_that_fails_gives_its_turn_back() -> None:
    room = Room()
    room.let_out.set()
    application = in_turns(room, at_once=1, longest=PATIENCE)
    for _ in range(2):
        with pytest.raises(ValueError):  # noqa: PT011 - the room's own
            visit(application, "/breaks/")
    assert visit(application) == [b"was there"]
