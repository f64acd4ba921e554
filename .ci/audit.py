"""Known weaknesses of what is locked: asked of OSV's advisories by uv, to which options are passed on.

Exit status 0: none known. 1: some are, and they are listed. 3: the advisories could not be asked, so nobody knows;
``make check`` then says “NOT RUN” and goes on, unless ``REQUIRE_AUDIT=1`` makes it a failure.
"""

import os
import subprocess
import sys
from pathlib import Path

UV = Path(sys.executable).parent / "uv"
NOT_RUN = 3
SECONDS = 120
UNREACHABLE = ("Request failed", "error sending request", "dns error", "timed out")


def main() -> int:
    """Ask, and say which of the three it is."""
    line = [str(UV), "audit", "--frozen", "--preview-features", "audit-command", *sys.argv[1:]]
    environment = {"UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "15", **os.environ}
    try:
        asked = subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _not_run("no answer came in time")
    said = asked.stdout + asked.stderr
    if asked.returncode and any(words in said for words in UNREACHABLE):
        return _not_run(said.strip().splitlines()[-1].strip())
    print(said)
    return int(asked.returncode != 0)


def _not_run(why: str) -> int:
    print(f"The advisories could not be asked, so it is not known whether a dependency has a weakness: {why}")
    print("Run it again where api.osv.dev can be reached: .venv/bin/python .ci/audit.py")
    return 1 if os.environ.get("REQUIRE_AUDIT", "") not in {"", "0"} else NOT_RUN


if __name__ == "__main__":
    sys.exit(main())
