"""What residents say about their coaches: added up over years, and shown once for all of them.

Each round belongs to one span, and a span is shown once, so that no two figures differ by a year. Questions about the coach
are counted by coach and by nothing else, so that no other figure can be taken off.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from coaching.domain.pulse import Tally
from coaching.domain.pulse_release import Cell, Rule, release
from coaching.models import PulseCoachFigure, PulseRound, PulseSpan
from coaching.services.pulse.sealing import SealBroken, seal, unseal
from scheduling.models import Faculty
from scheduling.selectors.years import current_year

# All coaches together less oneself must not be one other coach.
FEWEST_COACHES = 3
Sums = dict[str, Any]


def add_to_span(held: PulseRound, tally: Tally) -> None:
    """Add a closing round to the program's span, and show the span if it is over with that."""
    program = held.program
    span = PulseSpan.objects.select_for_update().filter(program=program, is_over=False).first()
    span = span or PulseSpan(program=program)
    sums = _sums(span)
    _add(sums, held, tally)
    year = current_year(program, held.opens_at.astimezone(program.zone).date())
    if year is not None and year.name not in span.years:
        span.years = [*span.years, year.name]
    span.sealed = seal(sums)
    _promise(span, held)
    span.save()
    if len(span.years) >= span.years_needed:
        _show(span, sums)


def _promise(span: PulseSpan, held: PulseRound) -> None:
    """What its rounds promised holds for the span, the most of it: numbers that were lowered since do not count."""
    span.years_needed = max(span.years_needed, held.coach_years)
    span.answers_needed = max(span.answers_needed, held.coach_answers)
    span.people_needed = max(span.people_needed, held.smallest_cell)


def _sums(span: PulseSpan) -> Sums:
    """What the span holds so far: nothing where it is new, or where its seal is another key's."""
    try:
        return unseal(span.sealed) if span.sealed else {"questions": [], "people": {}}
    except SealBroken:
        return {"questions": [], "people": {}}


def _add(sums: Sums, held: PulseRound, tally: Tally) -> None:
    for invitation in held.invitations.filter(coach__isnull=False):
        people = sums["people"].setdefault(str(invitation.coach_id), [])
        if invitation.resident_id not in people:
            people.append(invitation.resident_id)
    for place, question in enumerate(held.asked()):
        if not question.about_coach:
            continue
        counts = _counts_of(sums, question.text, held.highest)
        for coach, (answers, total) in tally.coaches.get(str(place), {}).items():
            before = counts.setdefault(coach, [0, 0])
            counts[coach] = [before[0] + answers, before[1] + total]


def _counts_of(sums: Sums, text: str, highest: int) -> dict[str, list[int]]:
    """The counts of a question, which is the same one if its words and its scale are."""
    for kept in sums["questions"]:
        if (kept["text"], kept["highest"]) == (text, highest):
            return kept["counts"]  # type: ignore[no-any-return]
    sums["questions"].append({"text": text, "highest": highest, "counts": {}})
    return sums["questions"][-1]["counts"]  # type: ignore[no-any-return]


def _show(span: PulseSpan, sums: Sums) -> None:
    """Keep the figures that may be shown, and nothing else."""
    here = set(Faculty.objects.filter(program=span.program).values_list("pk", flat=True))
    PulseCoachFigure.objects.bulk_create(
        figure for figure in _figures(span, sums) if figure.faculty_id is None or figure.faculty_id in here
    )
    span.is_over, span.sealed = True, ""
    span.save(update_fields=["is_over", "sealed"])


def _figures(span: PulseSpan, sums: Sums) -> Iterator[PulseCoachFigure]:
    people = defaultdict(list, sums["people"])
    for kept in sums["questions"]:
        rule = Rule(span.answers_needed, kept["highest"], people=span.people_needed)
        cells = {
            coach: Cell(counts[0], counts[1], frozenset(people[coach]))
            for coach, counts in kept["counts"].items()
        }
        shown = release(cells, rule)
        names_nobody = len(cells) >= FEWEST_COACHES
        everybody = [(None, shown.everybody)] if shown.everybody and names_nobody else []
        for coach, cell in [*everybody, *((int(coach), cell) for coach, cell in shown.groups.items())]:
            yield PulseCoachFigure(
                span=span,
                faculty_id=coach,
                text=kept["text"],
                highest=kept["highest"],
                answers=cell.answers,
                total=cell.total,
            )
