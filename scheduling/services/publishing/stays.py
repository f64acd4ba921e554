"""What stays as it is published although the draft says otherwise: the past, and late changes that are left out."""

from dataclasses import dataclass
from datetime import date

from scheduling.models import Schedule
from scheduling.selectors.publish_effects import (
    compare_with_published,
    first_day_with_notice,
    first_week_with_notice,
)
from scheduling.services.keeping import broken_rules, keep_as_published, keep_own_as_published
from scheduling.services.publishing.refusals import CLASHES_SHOWN, NotPublishable


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """All that comes late, or the late changes of some residents (by primary key); the past, unless it is to change."""

    late: bool = False
    late_of: frozenset[int] = frozenset()
    change_past: bool = False


def keep_what_stays(draft: Schedule, published: Schedule, today: date, stays: Stays) -> None:
    """Take over from what is published what must not change; a score that was found for something else goes.

    Raises ``NotPublishable`` where the rest would break a rule that the draft keeps.
    """
    before = broken_rules(draft) if stays.late or stays.late_of else set()
    with_notice = first_day_with_notice(draft, today)
    kept = False
    if stays.late or not stays.change_past:
        kept = _keep(draft, published, with_notice if stays.late else today, today)
    if stays.late_of:
        until = first_week_with_notice(draft, today)
        keep_own_as_published(draft, published, until=until, residents=stays.late_of)
        kept = True
    if not kept:
        return
    draft.objective = draft.bound = None
    if (stays.late or stays.late_of) and (broken := sorted(broken_rules(draft) - before)):
        raise NotPublishable(
            ["The late changes cannot be left out: the rest would break a rule.", *broken[:CLASHES_SHOWN]]
        )


def _keep(draft: Schedule, published: Schedule, until: date, today: date) -> bool:
    """Everything before a date; whether that differs."""
    if not compare_with_published(draft).changes_before(until):
        return False
    keep_as_published(draft, published, until=until, today=today)
    return True
