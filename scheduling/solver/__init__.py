"""The solver: one door. It decides who coaches whom and who attends what, and proves how good that is.

Importing this package loads nothing: what stands behind the door is loaded when it is first named, so that a command
below this package can listen for signals before anything else.
"""

TYPE_CHECKING = False  # as in `typing`, which takes time to load

if TYPE_CHECKING:
    from scheduling.solver.door import Limits, Report, Stage, solve
else:

    def __getattr__(name: str) -> object:
        """A name of the door."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from scheduling.solver import door  # noqa: PLC0415

        return getattr(door, name)


__all__ = ["Limits", "Report", "Stage", "solve"]
