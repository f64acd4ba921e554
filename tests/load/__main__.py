"""``python -m tests.load --seconds 600 --rate 30``: the promised mix against real services on this machine alone."""

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.installation import Installation, Templates, end
from tests.load.mix import Request, requests
from tests.servers import PostgreSQL, Redis, find_postgres, find_redis, running

THREADS = 48
ANSWER_SECONDS = 30
USUAL_RATE = 30
# Seconds, 95th percentile: at the usual rate by kind, at a higher one the same for all.
LIMITS = {"read": 0.300, "feed": 0.300, "question": 0.300, "write": 0.500}
LIMIT_ABOVE = 1.0


def main(arguments: list[str]) -> int:
    """Furnish, run, and say what it took; 1 where a limit was passed or an answer was an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rate", type=int, default=USUAL_RATE, help="requests a second")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder)) as place:
        call = "import json; from tests.load.furnishing import furnish; print(json.dumps(furnish()))"
        house = json.loads(place.manage("shell", "--no-imports", "--command", call).splitlines()[-1])
        with one_solver(place, house):
            took = run(
                place.address, list(islice(requests(house), options.seconds * options.rate)), options.rate
            )
    return report(took, options)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """All services on PostgreSQL and Redis of their own, as they are deployed."""
    postgres, redis = find_postgres(), find_redis()
    if postgres is None or redis is None:
        sys.exit("A load run needs PostgreSQL and Redis: apt install postgresql redis-server")
    templates = Templates(folder / "templates")
    with (
        running(PostgreSQL, "pg", postgres) as server,
        running(Redis, "redis", redis) as broker,
        templates.postgres_database(server) as url,
    ):
        place = Installation(folder / "var", DATABASE_URL=url, REDIS_URL=broker.url())
        templates.link_static(place.var_dir)
        with place.running():
            place.start("worker")
            place.start("reaper")
            place.start_web()
            yield place


@contextmanager
def one_solver(place: Installation, house: dict[str, Any]) -> Iterator[None]:
    """A solver at work all the while: asked for again as soon as it has ended, by a process that does nothing else."""
    call = (
        "import time; from scheduling.models import AcademicYear; from scheduling.services.runs import request_run\n"
        f"year = AcademicYear.objects.get(program={house['program']})\n"
        "for seed in range(2, 10_000):\n"
        "    run = request_run(year=year, actor=None, time_limit=600, seed=seed)\n"
        "    while run.is_open:\n"
        "        time.sleep(5); run.refresh_from_db()"
    )
    asking = place.run("asking", [sys.executable, "manage.py", "shell", "--no-imports", "--command", call])
    try:
        yield
    finally:
        end(asking)


def run(address: str, mix: list[Request], rate: int) -> dict[str, list[tuple[float, int]]]:
    """Send each when its time has come, whatever the others take; by kind, seconds since then and the status."""
    took: dict[str, list[tuple[float, int]]] = defaultdict(list)
    own = threading.local()
    began = time.monotonic() + 1

    def send(at: float, request: Request) -> None:
        time.sleep(max(0.0, at - time.monotonic()))
        status = _status(own, address, request)
        took[request.kind].append((time.monotonic() - at, status))

    with ThreadPoolExecutor(THREADS) as pool:
        for number, request in enumerate(mix):
            pool.submit(send, began + number / rate, request)
    return took


def _status(own: threading.local, address: str, request: Request) -> int:
    """The answer's status; 0 where there was none."""
    for _ in range(2):  # a kept connection may have been closed meanwhile
        line = getattr(own, "line", None) or http.client.HTTPConnection(address, timeout=ANSWER_SECONDS)
        own.line = line
        try:
            line.request(request.method, request.path, request.body or None, request.headers)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            line.close()
            own.line = None
        else:
            return answer.status
    return 0


def report(took: dict[str, list[tuple[float, int]]], options: argparse.Namespace) -> int:
    """A line for each kind of request."""
    bad = 0
    print(f"{options.rate} requests a second for {options.seconds} s")
    for kind, answers in sorted(took.items()):
        seconds = [one for one, _ in answers]
        p95 = statistics.quantiles(seconds, n=20)[-1]
        errors = [status for _, status in answers if status == 0 or status >= 400]
        limit = LIMITS[kind] if options.rate <= USUAL_RATE else LIMIT_ABOVE
        verdict = "ok" if p95 <= limit and not errors else "MISSED"
        bad += verdict != "ok"
        print(
            f"{verdict:7}{kind:9} {len(answers):6}  median {statistics.median(seconds) * 1000:5.0f} ms  "
            f"p95 {p95 * 1000:5.0f} ms (at most {limit * 1000:.0f})  errors {len(errors)} {sorted(set(errors))}"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
