"""Whether the rules allow a step: hard rules refuse it in words, what only costs wants a reason."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from scheduling.domain.ids import RuleId, SessionId
from scheduling.domain.violations import Violation
from scheduling.domain.wording import moment_text
from scheduling.models import EditedCell, Schedule
from scheduling.selectors.workbench.cells import CellChange
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.workbench.questions import changes_asked
from scheduling.selectors.workbench.words import Words
from scheduling.services.editing.refusals import ReasonMissing, RulesBroken
from scheduling.solver.advice import EditError, Price


def judge(draft: Schedule, changes: Sequence[CellChange], *, reason: str) -> None:
    """Raises `RulesBroken`, `ReasonMissing`, or `NoAdvice` where nothing can be said of the draft."""
    price = price_together(draft, changes)
    if price is None:
        return
    if price.broken:
        said = Words(desk_of(draft).problem, draft.year.program).sentences(price.broken)
        raise RulesBroken([*said, *_holders(draft, price.broken)])
    if price.after.missed_windows < price.before.missed_windows and not reason.strip():
        raise ReasonMissing(
            "Resident and coach would not meet in a whole contact window. Say in a few words why, and it is kept."
        )


def _holders(draft: Schedule, broken: Iterable[Violation]) -> Iterator[str]:
    """Who came last into a session that is full, and who put them there."""
    zone = draft.year.program.zone
    for violation in broken:
        if violation.rule is not RuleId.ROOMS:
            continue
        last = _last_in(draft, violation.sessions[0])
        if last is not None:
            when = moment_text(last.edit.made_at.astimezone(zone), timezone.now().astimezone(zone))
            by = f" by {last.edit.actor}" if last.edit.actor else ""
            yield f"{last.resident.full_name} was put there{by} at {when}."


def _last_in(draft: Schedule, session: SessionId) -> EditedCell | None:
    site, day, period = session.rsplit("/", 2)
    cells = EditedCell.objects.filter(
        edit__schedule=draft,
        edit__undone_at__isnull=True,
        session_after__site__code__iexact=site,
        session_after__date=day,
        session_after__period=period,
    )
    return cells.select_related("resident", "edit__actor").order_by("-edit__edition").first()


def price_together(draft: Schedule, changes: Iterable[CellChange]) -> Price | None:
    """What all the changes do at once; None where nobody comes or goes, as with a pin."""
    desk = desk_of(draft)
    asked = changes_asked(desk, changes)
    if not asked:
        return None
    try:
        return desk.advisor.together(asked)
    except EditError as error:
        raise RulesBroken(Words(desk.problem, draft.year.program).spoken([str(error)])) from error
