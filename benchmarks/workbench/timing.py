"""What a request, or a service, takes: the middle of several tries, with its queries and its size on the wire."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.rows import Row, rounded

TRIES = 5
GZIP_LEVEL = 6
OK = 200


@dataclass(frozen=True, slots=True)
class Promise:
    """At most so many milliseconds; of pages also so many queries and KB."""

    milliseconds: int
    queries: int | None = None
    kilobytes: int | None = None


def timed(
    what: str,
    ask: Callable[[], Any],
    promise: Promise,
    *,
    ready: Callable[[], object] = int,
    tries: int = TRIES,
) -> Row:
    """Ask several times, made ready each time, and once more to count queries. Processor time says whether it is met."""
    wall, processor, answer = [], [], None
    for _ in range(tries):
        ready()
        began, worked = time.perf_counter(), time.process_time()
        answer = ask()
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - worked))
    ready()
    queries = _queries(ask) if tries > 1 else None
    if getattr(answer, "status_code", OK) != OK:
        raise RuntimeError(f"{what}: answered {answer.status_code}")
    content = getattr(answer, "content", b"")
    kilobytes = rounded(len(gzip.compress(content, GZIP_LEVEL)) / 1000, 1) if content else None
    return {
        "what": what,
        "promised [ms]": promise.milliseconds,
        "processor [ms]": round(median(processor)),
        "least [ms]": round(min(processor)),
        "wall [ms]": round(median(wall)),
        "queries": queries,
        "gzip [KB]": kilobytes,
        "met": "yes" if _kept(promise, median(processor), queries, kilobytes) else "no",
    }


def _queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def _kept(promise: Promise, milliseconds: float, queries: int | None, kilobytes: float | None) -> bool:
    return (
        milliseconds <= promise.milliseconds
        and (promise.queries is None or (queries or 0) <= promise.queries)
        and (promise.kilobytes is None or (kilobytes or 0) <= promise.kilobytes)
    )
