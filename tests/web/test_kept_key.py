"""The installation's key is made once, is readable by its owner alone, and is whole for everybody who starts at once."""

import stat
import subprocess
import sys
from pathlib import Path

from connectedness.env import SMALLEST_SECRET, _kept_key

READ = "import sys; from pathlib import Path; from connectedness.env import _kept_key; print(_kept_key(Path(sys.argv[1])))"


def test_the_key_is_kept_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = _kept_key(path)
    assert len(key) >= SMALLEST_SECRET
    assert _kept_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_read_the_same_whole_key(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(tmp_path / "key")], cwd=root, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(keys) == 1
    assert len(keys.pop()) >= SMALLEST_SECRET
