"""A process inside the installation that furnishes it as journeys ask: loading Django takes longer than most of them.

Each line of input names a function of ``tests.e2e.furnishing`` and its arguments; each line of output is what it returned.
"""

import json
import sys
import traceback

from django.db import connections

from tests.e2e import furnishing


def answer_calls() -> None:
    """Until the input ends."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a function prints is no answer
    for line in sys.stdin:
        what, arguments = json.loads(line)
        try:
            said = {"returned": getattr(furnishing, what)(*arguments)}
        except Exception:  # noqa: BLE001  the journey is told, whatever it was
            said = {"failed": traceback.format_exc()}
        connections.close_all()
        answers.write(json.dumps(said) + "\n")
        answers.flush()
