"""What cannot run for want of an installed part is listed by name at the end, never silently green.

With ``REQUIRE_ALL=1`` a missing part is a failure. A fixture asks ``need``; the tests that use it are then not run.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped

MARK = "for want of "


class PartNotInstalled(Skipped):
    """A test cannot run on this machine."""


def need(part: str, found: Path | None, *, package: str) -> Path:
    """The part's path; without it the test is not run, or fails where everything is required.

    ``package`` is the Debian package that brings it.
    """
    if found is not None:
        return found
    reason = f"not run {MARK}{part} (Debian: apt install {package})"
    if os.environ.get("REQUIRE_ALL", "") not in {"", "0"}:
        raise Failed(f"REQUIRE_ALL is set, but: {reason}", pytrace=False)
    raise PartNotInstalled(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the tests that did not run, by the part they miss."""
    missing: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        if isinstance(report.longrepr, tuple) and MARK in report.longrepr[2]:
            missing[report.longrepr[2].partition(MARK)[2]].append(report.nodeid)
    for part, names in sorted(missing.items()):
        terminalreporter.section(f"Not run for want of {part}", yellow=True)
        for name in sorted(names):
            terminalreporter.write_line(f"  {name}")
