"""The coaches of the board: when they are in clinic, how full their panels are, and who is on them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.program_year import Duty
from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, FacultyHalfDay
from scheduling.selectors.pairing_board.content import Card, Column, ComingCard, MixPart
from scheduling.selectors.pairing_board.facts import Facts
from scheduling.selectors.pairing_board.situation import Situation
from scheduling.selectors.pairing_board.tokens import LIFTED, NOTHING, change
from scheduling.selectors.years import short_day

BOXES = 12
HALF_DAYS_NAMED = 3


def columns(facts: Facts) -> list[Column]:
    """Those who coach or have a place, by name, who leaves last. One query."""
    situation = facts.situation
    clinics = _clinics(situation.year)
    shown = [
        pk
        for pk, member in situation.members.items()
        if _panel(situation, pk) or (member.panel_max > 0 and not situation.leaves(pk))
    ]
    shown.sort(key=situation.leaves)
    return [_column(facts, pk, clinics[pk]) for pk in shown]


def _column(facts: Facts, pk: int, clinics: str) -> Column:
    situation, member = facts.situation, facts.coach(pk)
    panel = _panel(situation, pk)
    size = situation.panel_size(pk, situation.planned)
    state, words = _state(situation, pk, member.panel_max - size, len(panel))
    staying = situation.staying(pk)
    return Column(
        faculty=pk,
        name=facts.faculty[pk],
        short_name=member.short_name,
        initials=member.initials,
        clinics=_leaves_words(situation, pk) or clinics,
        boxes=_boxes(len(staying), size - len(staying), member.panel_max),
        state=state,
        state_words=words,
        load_words=_load_words(situation, pk, len(panel) if state == "leaving" else size),
        mix=_mix(situation.places[resident].pgy for resident in panel),
        cards=[_card(facts, pk, resident) for resident in panel],
        coming=_coming(facts, pk),
        hand_over=",".join(change(resident, LIFTED, NOTHING) for resident in staying),
    )


def _panel(situation: Situation, faculty: int) -> list[int]:
    """Everybody whose coach it is at the end of the year, or until the coach leaves; by class and name."""
    own = {pk for pk, coach in situation.current.items() if coach == faculty}
    own |= {pk for pk, pairing in situation.ending.items() if pairing.faculty_id == faculty}
    places = situation.places
    return sorted(own, key=lambda pk: (places[pk].pgy, places[pk].resident.name.casefold()))


def _state(situation: Situation, pk: int, free: int, panel: int) -> tuple[str, str]:
    if situation.leaves(pk):
        return "leaving", "Hand over" if panel else "Leaves"
    return ("free", f"{free} free") if free > 0 else ("full", "Full")


def _leaves_words(situation: Situation, pk: int) -> str:
    left_on = situation.members[pk].left_on
    if left_on is None or not situation.leaves(pk):
        return ""
    return f"Leaves {short_day(left_on - timedelta(days=1))}"


def _load_words(situation: Situation, pk: int, size: int) -> str:
    member = situation.members[pk]
    if situation.leaves(pk):
        return f"{counted(size, 'resident')} to hand over"
    return f"{counted(size, 'resident')}, limit {member.panel_min} to {member.panel_max}"


def _boxes(staying: int, planned: int, most: int) -> list[str]:
    """A box a place; none where there are too many to be seen at a glance."""
    if max(most, staying + planned) > BOXES:
        return []
    free = max(0, most - staying - planned)
    return ["taken"] * staying + ["planned"] * planned + ["free"] * free


def _mix(classes: Iterable[int]) -> list[MixPart]:
    counts = sorted(Counter(classes).items())
    total, start, found = sum(count for _, count in counts), 0.0, []
    for pgy, count in counts:
        width = 100 * count / total
        found.append(MixPart(pgy, count, round(start, 2), round(width, 2), round(start + width / 2, 2)))
        start += width
    return found


def _card(facts: Facts, faculty: int, resident: int) -> Card:
    situation = facts.situation
    place, draft = situation.places[resident], situation.drafts.get(resident)
    reached, attainable = facts.reached.get((resident, faculty), (None, None))
    stays = resident in situation.current and draft is None
    moves = "" if stays else "to be placed"
    if draft is not None and draft.faculty_id is not None:
        moves = f"moves to {facts.faculty.get(draft.faculty_id, 'another coach')}"
    return Card(
        resident=resident,
        name=facts.residents[resident],
        full_name=place.resident.full_name,
        pgy=place.pgy,
        reached=reached,
        attainable=attainable,
        change=change(resident, LIFTED, NOTHING) if stays else "",
        moves=moves,
    )


def _coming(facts: Facts, faculty: int) -> list[ComingCard]:
    """Whom the draft places here; and whom the proposal would, where the draft says nothing of them."""
    planned = facts.situation.planned
    found = [(pk, "your draft") for pk, coach in planned.items() if coach == faculty]
    found += [
        (pk, "proposed") for pk, coach in facts.proposed.items() if coach == faculty and pk not in planned
    ]
    return [
        ComingCard(facts.residents[pk], facts.situation.places[pk].pgy, by, facts.value(pk, faculty))
        for pk, by in found
    ]


def _clinics(year: AcademicYear) -> dict[int, str]:
    """``Main, Mon PM · Wed AM`` for each faculty member in clinic; one query."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = FacultyHalfDay.objects.filter(year=year).exclude(duty=Duty.OFFERED).select_related("site")
    for row in sorted(rows, key=lambda row: (row.weekday, Period(row.period).order)):
        slots = found[row.faculty_id][row.site.name]
        slot = f"{WEEKDAYS[row.weekday]} {row.period}"
        if slot not in slots:
            slots.append(slot)
    said = {
        pk: " · ".join(_at_site(site, slots) for site, slots in sites.items()) for pk, sites in found.items()
    }
    return defaultdict(lambda: "Not in clinic this year", said)


def _at_site(site: str, slots: Sequence[str]) -> str:
    more = len(slots) - HALF_DAYS_NAMED
    return f"{site}, {' · '.join(slots[:HALF_DAYS_NAMED])}{f' and {more} more' if more > 0 else ''}"
