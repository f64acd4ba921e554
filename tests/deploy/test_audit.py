"""The audit of dependencies says which of three it is: clean, weak, or not known. It is never silently green."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from connectedness.env import BASE_DIR

WEAK = "PYSEC-2026-1"
MOMENT = "2026-01-01T00:00:00Z"


class Advisories(BaseHTTPRequestHandler):
    """Stands in for OSV: ``weak`` says whether the first package asked for has a weakness."""

    weak = False

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        results: list[dict[str, object]] = [{} for _ in asked]
        if self.weak:
            results[0] = {"vulns": [{"id": WEAK, "modified": MOMENT}]}
        self._answer({"results": results})

    def do_GET(self) -> None:
        self._answer({"id": WEAK, "modified": MOMENT, "summary": "Says too much", "affected": []})

    def _answer(self, said: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def advisories(*, weak: bool) -> Iterator[str]:
    handler = type("Handler", (Advisories,), {"weak": weak})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def audit(address: str, **environment: str) -> tuple[int, str]:
    """Nothing but that address is reached: whatever goes to another meets a closed door."""
    line = [sys.executable, ".ci/audit.py", "--service-url", address]
    environment = {"HTTPS_PROXY": "http://127.0.0.1:9", "UV_HTTP_RETRIES": "0", **environment}
    done = subprocess.run(line, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(("weak", "status"), [(False, 0), (True, 1)])
def test_a_known_weakness_fails_and_is_named(weak: bool, status: int) -> None:
    with advisories(weak=weak) as address:
        returned, said = audit(address)
    assert (returned, WEAK in said) == (status, weak)


@pytest.mark.parametrize(("required", "status"), [("", 3), ("1", 1)])
def test_advisories_that_cannot_be_asked_are_not_taken_for_none(required: str, status: int) -> None:
    with advisories(weak=False) as address:
        pass
    returned, said = audit(address, REQUIRE_AUDIT=required)
    assert returned == status
    assert "it is not known whether a dependency has a weakness" in said
