"""What cannot run for want of a part is listed by name, never silently green."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connectedness.env import BASE_DIR

EXAMPLE = """
import pytest
from tests.missing_parts import need

@pytest.fixture(scope="session")
def part():
    return need("Nonesuch", None, package="nonesuch-server")

def test_that_wants_it(part):
    assert part

def test_that_does_not():
    assert True
"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A file with one test that wants a part which nobody has, and one that does not."""
    file = tmp_path / "test_example.py"
    file.write_text(EXAMPLE)
    return file


def run(file: Path, *, require_all: str) -> subprocess.CompletedProcess[str]:
    """Run a file of tests by itself."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.missing_parts",
            "-p",
            "no:django",
            "-c",
            os.devnull,
            str(file),
        ],
        cwd=file.parent,
        env={**os.environ, "PYTHONPATH": str(BASE_DIR), "REQUIRE_ALL": require_all},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_test_that_lacks_its_part_is_listed_by_name_at_the_end(example: Path) -> None:
    done = run(example, require_all="")
    assert done.returncode == 0, done.stdout
    listed = done.stdout.partition("Not run for want of Nonesuch (Debian: apt install nonesuch-server)")[2]
    assert "test_that_wants_it" in listed
    assert "test_that_does_not" not in listed


def test_where_everything_is_required_a_missing_part_is_a_failure(example: Path) -> None:
    done = run(example, require_all="1")
    assert done.returncode == 1, done.stdout
    assert "REQUIRE_ALL is set, but: not run for want of Nonesuch" in done.stdout
