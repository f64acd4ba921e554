"""No test speaks to another machine: whatever leaves loopback fails where it tries to."""

import ipaddress
import sys
from typing import Any


class LeavesLoopback(Exception):
    """A test tried to reach another machine."""


def keep_to_loopback() -> None:
    """From now on this process connects to this machine only. Cannot be taken back."""
    sys.addaudithook(_refuse_others)


def _refuse_others(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0] or "localhost")
    else:
        return
    if not _is_loopback(host):
        raise LeavesLoopback(f"{event} to {host}: tests speak to this machine only.")


def _is_loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
