"""What residents say about their coaches: added up over years, and shown once for all of them.

Each round belongs to one span, and a span is shown once, so that no two figures differ by a year. A figure rests on answers
of all these years: what was asked or said in fewer is shown of no coach. Questions about the coach are counted by coach and by
nothing else, so that no other figure can be taken off.
"""

from collections.abc import Iterator
from typing import Any

from coaching.domain.pulse import Tally
from coaching.domain.pulse_release import Cell, Released, Rule, release
from coaching.models import PulseCoachFigure, PulseRound, PulseSpan
from coaching.services.pulse.sealing import SealBroken, seal, unseal
from scheduling.models import Faculty
from scheduling.selectors.years import current_year

Sums = dict[str, Any]
# Of two coaches each could take the own figure off that of all, and of one that of all is the own.
FEWEST_COACHES = 3


def add_to_span(held: PulseRound, tally: Tally) -> None:
    """Add a closing round to the program's span, and show the span if it is over with that."""
    program = held.program
    span = PulseSpan.objects.select_for_update().filter(program=program, is_over=False).first()
    span = span or PulseSpan(program=program)
    sums = _sums(span)
    year = current_year(program, held.opens_at.astimezone(program.zone).date())
    _add(sums, held, tally, year.name if year else "")
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
    """What the span holds so far; where its seal is another key's, nothing, and its years begin anew."""
    try:
        if span.sealed:
            return unseal(span.sealed)
    except SealBroken:
        span.years = []
    return {"questions": [], "people": {}}


def _add(sums: Sums, held: PulseRound, tally: Tally, year: str) -> None:
    for invitation in held.invitations.filter(coach__isnull=False):
        people = sums["people"].setdefault(str(invitation.coach_id), [])
        if invitation.resident_id not in people:
            people.append(invitation.resident_id)
    for place, question in enumerate(held.asked()):
        if not question.about_coach:
            continue
        kept = _kept_of(sums, question.text, held.highest)
        for coach, (answers, total) in tally.coaches.get(str(place), {}).items():
            before = kept["counts"].setdefault(coach, [0, 0])
            kept["counts"][coach] = [before[0] + answers, before[1] + total]
            years = kept["years"].setdefault(coach, [])
            if year and year not in years:
                years.append(year)


def _kept_of(sums: Sums, text: str, highest: int) -> Sums:
    """What is kept of a question, which is the same one if its words and its scale are."""
    for kept in sums["questions"]:
        if (kept["text"], kept["highest"]) == (text, highest):
            return kept  # type: ignore[no-any-return]
    sums["questions"].append({"text": text, "highest": highest, "counts": {}, "years": {}})
    return sums["questions"][-1]  # type: ignore[no-any-return]


def _show(span: PulseSpan, sums: Sums) -> None:
    """Keep the figures that may be shown, and nothing else."""
    here = set(Faculty.objects.filter(program=span.program).values_list("pk", flat=True))
    PulseCoachFigure.objects.bulk_create(
        figure for figure in _figures(span, sums) if figure.faculty_id is None or figure.faculty_id in here
    )
    span.is_over, span.sealed = True, ""
    span.save(update_fields=["is_over", "sealed"])


def _figures(span: PulseSpan, sums: Sums) -> Iterator[PulseCoachFigure]:
    for kept in sums["questions"]:
        shown = _released(span, kept, sums)
        is_of_many = len(kept["counts"]) >= FEWEST_COACHES
        everybody = [(None, shown.everybody)] if shown.everybody and is_of_many else []
        for coach, cell in [*everybody, *((int(coach), cell) for coach, cell in shown.groups.items())]:
            yield PulseCoachFigure(
                span=span,
                faculty_id=coach,
                text=kept["text"],
                highest=kept["highest"],
                answers=cell.answers,
                total=cell.total,
            )


def _released(span: PulseSpan, kept: Sums, sums: Sums) -> Released:
    """What may be shown of one question: of each coach, and of all together."""
    cells = {
        coach: Cell(
            answers,
            total,
            frozenset(sums["people"].get(coach, ())),
            frozenset(kept["years"].get(coach, ())),
        )
        for coach, (answers, total) in kept["counts"].items()
    }
    rule = Rule(span.answers_needed, kept["highest"], people=span.people_needed, years=span.years_needed)
    return release(cells, rule)
