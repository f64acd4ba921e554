"""The embedded broker gives each message to one worker, whole."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from connectedness.embedded_broker import Transport

MESSAGES, WORKERS = 200, 4


@pytest.fixture(autouse=True)
def _new_broker() -> None:
    """A process remembers which queues it has declared; the broker of each test has not heard of them."""
    Transport.global_state.clear()


def test_each_message_reaches_one_of_many_workers(tmp_path: Path) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        sent = [pool.submit(_send, tmp_path, range(n, MESSAGES, WORKERS)) for n in range(WORKERS)]
        for sending in sent:
            sending.result(30)
        taken = list(pool.map(_take_all, [tmp_path] * WORKERS))
    assert sorted(number for numbers in taken for number in numbers) == list(range(MESSAGES))


@pytest.mark.parametrize("attempt", range(20))
def test_senders_who_begin_at_once_all_find_the_queue(tmp_path: Path, attempt: int) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for sending in [pool.submit(_send, tmp_path, range(n, n + 1)) for n in range(WORKERS)]:
            sending.result(30)
    assert sorted(_take_all(tmp_path)) == list(range(WORKERS))


def test_a_message_that_cannot_be_read_is_dropped_and_the_next_is_taken(tmp_path: Path) -> None:
    (tmp_path / "0_half.solve.msg").write_text('{"body": "abc')
    _send(tmp_path, range(1))
    assert _take_all(tmp_path) == [0]
    assert not list(tmp_path.glob("*half*"))


def _send(folder: Path, numbers: range) -> None:
    with _connection(folder) as connection, connection.SimpleQueue("solve") as queue:
        for number in numbers:
            queue.put(number)


def _take_all(folder: Path) -> list[int]:
    taken: list[int] = []
    with _connection(folder) as connection, connection.SimpleQueue("solve") as queue:
        while True:
            try:
                message = queue.get_nowait()
            except Empty:
                return taken
            taken.append(message.payload)
            message.ack()


def _connection(folder: Path) -> Connection:
    options = {name: str(folder) for name in ("data_folder_in", "data_folder_out")}
    return Connection("embedded://", transport_options=options)
