"""``python -m benchmarks.workbench large``: furnish an empty installation, measure, print a line of JSON for each row."""

import json
import sys
from datetime import UTC, datetime
from typing import cast

import django


def main(size: str) -> None:
    """All rows of a program of that size."""
    django.setup()
    # Models can be imported only now.
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks.workbench.furnishing import furnish  # noqa: PLC0415
    from benchmarks.workbench.measuring import measured  # noqa: PLC0415
    from scheduling.exchange.demo_program import DemoSize  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    today = datetime.now(UTC).date()
    for row in measured(furnish(cast("DemoSize", size), today), today):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
