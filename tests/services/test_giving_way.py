"""The solver gives way to whatever else the machine does, also where Linux shares the processors by session."""

import os
import sys
from pathlib import Path
from typing import Any

from scheduling.confinement import NICENESS
from scheduling.services.solving.process import Errand, SolverProcess

AUTOGROUP = Path("/proc/self/autogroup")
SAYS = "import os, sys; print(os.nice(0), *(open(path).read().split()[-1] for path in sys.argv[1].split()), file=sys.stderr)"


def test_the_solver_has_the_lowest_share(settings: Any, tmp_path: Path) -> None:
    shares_by_session = AUTOGROUP.exists()
    settings.SOLVER_COMMAND = [sys.executable, "-c", SAYS, str(AUTOGROUP) if shares_by_session else ""]
    said: list[str] = []
    with SolverProcess(Errand(tmp_path, 20, 1, None)) as process:
        while not process.ended():
            said += process.lines(seconds=5)
    assert os.nice(0) < NICENESS
    assert said == [" ".join([str(NICENESS)] * (2 if shares_by_session else 1))]
