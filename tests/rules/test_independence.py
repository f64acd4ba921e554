"""Rules are stated twice: followed import by import, neither the checkers nor the verifier reach the model."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scheduling

ROOT = Path(scheduling.__file__).parent.parent
PACKAGE = {"scheduling.solver"}  # whatever lies below it passes it, and it loads nothing by itself
VERIFIER = {"scheduling.solver.verify"} | {
    f"scheduling.solver.verifying.{file.stem}".removesuffix(".__init__")
    for file in (ROOT / "scheduling/solver/verifying").glob("*.py")
}


def source(module: str) -> Path | None:
    """The file of a module of this project; None for one from elsewhere, or for what is no module."""
    place = ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def imported(node: ast.AST) -> Iterator[str]:
    """What a file names in its imports when it is loaded; those inside functions come when they are called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports here name the whole way"
            module = child.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in child.names if source(f"{module}.{alias.name}"))
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from imported(child)


def reached_from(module: str) -> set[str]:
    """All modules that are loaded with one: its parents, and what each of them imports."""
    found: set[str] = set()
    open_ends = [module]
    while open_ends:
        name = open_ends.pop()
        if name in found:
            continue
        found.add(name)
        file = source(name)
        if file is not None:
            open_ends += imported(ast.parse(file.read_text(encoding="utf-8")))
            open_ends += [name.rpartition(".")[0]] if "." in name else []
    return found


def foreign(modules: set[str]) -> set[str]:
    """What is neither of this project nor of Python."""
    return {name.split(".")[0] for name in modules if source(name) is None} - sys.stdlib_module_names


def test_the_walk_sees_what_the_model_is_made_of() -> None:
    reached = reached_from("scheduling.solver.search")
    assert reached >= {
        "scheduling.solver.rules.open_session",
        "scheduling.solver.arrays",
        "scheduling.domain.rules.rooms",
    }
    assert foreign(reached) == {"numpy", "ortools", "pybind11_abseil"}


@pytest.mark.parametrize(
    ("module", "own"),
    [("scheduling.domain.rules", set()), ("scheduling.solver.verify", PACKAGE | VERIFIER)],
)
def test_checkers_and_verifier_share_no_code_with_the_model(module: str, own: set[str]) -> None:
    reached = reached_from(module)
    assert "scheduling.domain.rules.open_session" in reached
    assert {name for name in reached if name.startswith("scheduling.solver")} == own
    assert foreign(reached) == set()
