"""The rows of the part: measured by a process of its own, in an installation that is made for it and thrown away."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measure import PROJECT, RunFailedError
from benchmarks.rows import Row

KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
SETTINGS = "benchmarks.workbench.settings"


def workbench_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each thing that a coordinator does, as the process prints them."""
    command = [sys.executable, "-m", "benchmarks.workbench", "typical" if quick else "large"]
    with tempfile.TemporaryDirectory() as folder:
        places = {"CONNECTEDNESS_VAR": folder, "DEMO": "1", "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | places
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as measuring:
            assert measuring.stdout is not None
            assert measuring.stderr is not None
            yield from (json.loads(line) for line in measuring.stdout)
            last_words = measuring.stderr.read().strip().rpartition("\n")[2]
    if measuring.returncode:
        raise RunFailedError(f"ended with status {measuring.returncode}: {last_words}")
