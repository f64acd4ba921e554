"""Everything that reads the code without running it; all findings at once, exit status 1 if there are any."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
AUDIT, NOT_RUN = "known weaknesses", 3

STEPS: dict[str, list[str]] = {
    "the lock fits pyproject.toml": [str(PROGRAMS / "uv"), "lock", "--check", "--quiet"],
    "ruff": [str(PROGRAMS / "ruff"), "check", "."],
    "ruff format": [str(PROGRAMS / "ruff"), "format", "--check", "."],
    "floors": [str(PROGRAMS / "lint-imports"), "--no-cache"],
    "templates": [str(PROGRAMS / "djlint"), "--lint", "--quiet", "templates"],
    "template policy": [sys.executable, "-m", "pytest", "--quiet", "tests/web/test_templates.py"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    AUDIT: [sys.executable, ".ci/audit.py"],
    "mypy": [str(PROGRAMS / "mypy"), ".", ".ci"],
}


def main() -> int:
    """Run every step and say how each went."""
    failed: list[str] = []
    not_run: list[str] = []
    with tempfile.TemporaryDirectory() as var_dir:
        environment = {**os.environ, **production(var_dir)}
        for name, command in STEPS.items():
            started = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            verdict = "ok" if done.returncode == 0 else "FAILED"
            if (name, done.returncode) == (AUDIT, NOT_RUN):
                verdict = "NOT RUN"
            print(f"{verdict:7} {name} ({time.monotonic() - started:.1f} s)", flush=True)
            if done.returncode:
                (not_run if verdict == "NOT RUN" else failed).append(name)
                print(done.stdout + done.stderr, flush=True)
    if not_run:
        print(f"make check: {', '.join(not_run)} could not be run here. Nothing is known about it.")
    if failed:
        print(f"make check: {', '.join(failed)} failed.")
    return 1 if failed else 0


def production(var_dir: str) -> dict[str, str]:
    """What an operator sets: ``check --deploy`` must have nothing to say about it."""
    return {
        "ALLOWED_HOSTS": "connectedness.example.org",
        "BEHIND_HTTPS": "1",
        "CONNECTEDNESS_VAR": var_dir,
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }


if __name__ == "__main__":
    sys.exit(main())
