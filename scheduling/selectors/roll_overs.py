"""The roll-over of a program that was made last, and what has been built on it since."""

from scheduling.domain.wording import counted
from scheduling.models import Program, RollOver


def last_roll_over(program: Program) -> RollOver | None:
    """The last one that was not reversed."""
    rows = RollOver.objects.filter(program=program, reversed_at__isnull=True)
    return rows.select_related("year__program", "from_year", "actor").order_by("-year__first_monday").first()


def built_on(roll_over: RollOver) -> list[str]:
    """What would go with the new year if it were taken back: ``2 drafts``."""
    if roll_over.year is None:
        return []
    counts = {"draft": roll_over.year.schedules.count(), "run": roll_over.year.runs.count()}
    return [counted(count, word) for word, count in counts.items() if count]
