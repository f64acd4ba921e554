"""Where the page is."""

from scheduling.models import Program


def here(program: Program, rest: str = "") -> str:
    """The page, or what is below it."""
    return f"/programs/{program.pk}/access/{rest}"
