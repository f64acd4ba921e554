"""The machine and the versions on which figures were measured."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PAGE_SIZE, GIB = os.sysconf("SC_PAGE_SIZE"), 2**30


def machine() -> dict[str, str]:
    """What to state beside figures; the load is that before they were measured."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * PAGE_SIZE / GIB:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("ortools", "numpy", "scipy")},
    }


def load() -> str:
    """How many processes were busy in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
