"""How quickly the pages answer on which a large program's schedule is edited."""

from benchmarks.workbench.rows import workbench_rows

__all__ = ["workbench_rows"]
