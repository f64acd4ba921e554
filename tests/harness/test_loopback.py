"""No test speaks to another machine."""

import socket

import pytest

from tests.loopback import LeavesLoopback


def test_loopback_may_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as line,
    ):
        assert line.getpeername() == server.getsockname()


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_another_machine_is_refused_before_anything_is_sent(host: str) -> None:
    with pytest.raises(LeavesLoopback, match="this machine only"):
        socket.create_connection((host, 80), timeout=1)
