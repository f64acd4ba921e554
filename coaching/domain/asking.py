"""Whom can I ask now? The coach if in clinic, else today's preceptors by site, else the clinic's line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.clinics import Clinic
from coaching.domain.contact import Action, Contact
from coaching.domain.wording import day_away, sentence_case
from scheduling.domain.calendar import day_label

OTHERS_PER_SITE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InClinic:
    """A faculty member in one clinic; ``precepts`` is false where they see their own patients."""

    name: str
    contact: Contact
    clinic: Clinic
    is_coach: bool
    precepts: bool


@dataclass(frozen=True, slots=True)
class LastResort:
    """Who answers when nobody is in clinic: the clinic's line, or whoever stands in for it."""

    name: str
    words: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class Next:
    """One more person to turn to: ``before`` **name** ``after``."""

    before: str
    name: str
    after: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, its reason in a few words, and who comes after."""

    state: str
    is_open: bool
    name: str
    words: str
    action: Action | None
    then: tuple[Next, ...]


def whom_to_ask(
    people: Sequence[InClinic],
    *,
    now: datetime,
    own_site: str,
    last_resort: LastResort,
    holiday: str = "",
) -> Answer:
    """The answer at ``now``, which is aware and in the program's time zone.

    ``people`` are the faculty in clinic from today on, in the order of sites and names, without holidays and
    without those away; ``own_site`` is where the resident is now, or next; ``holiday`` names today's holiday.
    """
    there = [person for person in people if person.clinic.is_on(now)]
    asked = sorted(
        (person for person in there if person.is_coach or person.precepts),
        key=lambda person: (not person.is_coach, person.clinic.site != own_site),
    )
    if asked:
        return _in_clinic(asked, last_resort)
    return _closed(people, now, own_site, last_resort, holiday)


def _in_clinic(asked: Sequence[InClinic], last_resort: LastResort) -> Answer:
    first, *others = asked
    then = [
        Next("Then:", person.name, f", precepting at {person.clinic.site}", _url(person.contact.quickest))
        for person in _few_per_site(others)
    ]
    if last_resort.action:
        then.append(Next("Else:", last_resort.name, "", last_resort.action.url))
    return Answer(
        state="In clinic now",
        is_open=True,
        name=f"{first.name}, your coach" if first.is_coach else first.name,
        words=f"{first.clinic.site}, until {first.clinic.ends:%H:%M}",
        action=first.contact.quickest or last_resort.action,
        then=tuple(then),
    )


def _few_per_site(people: Sequence[InClinic]) -> list[InClinic]:
    seen: Counter[str] = Counter()
    found = []
    for person in people:
        seen[person.clinic.site] += 1
        if seen[person.clinic.site] <= OTHERS_PER_SITE:
            found.append(person)
    return found


def _closed(
    people: Sequence[InClinic], now: datetime, own_site: str, last_resort: LastResort, holiday: str
) -> Answer:
    ahead = sorted(
        (person for person in people if person.clinic.starts > now),
        key=lambda person: (person.clinic.starts, person.clinic.site != own_site),
    )
    return Answer(
        state=_closed_words(ahead, now, holiday),
        is_open=False,
        name=last_resort.name,
        words=last_resort.words,
        action=last_resort.action,
        then=tuple(_later(person, now.date()) for person in _next_people(ahead)),
    )


def _closed_words(ahead: Sequence[InClinic], now: datetime, holiday: str) -> str:
    if holiday:
        return f"Closed: {holiday}"
    if ahead and ahead[0].clinic.date == now.date():
        return f"Closed until {ahead[0].clinic.clock}"
    return "Clinics closed"


def _next_people(ahead: Sequence[InClinic]) -> list[InClinic]:
    """The first to precept again, and the coach, in the order in which they come."""
    preceptor = next((person for person in ahead if person.precepts and not person.is_coach), None)
    coach = next((person for person in ahead if person.is_coach), None)
    found = [person for person in (preceptor, coach) if person is not None]
    return sorted(found, key=lambda person: person.clinic.starts)


def _later(person: InClinic, today: date) -> Next:
    clinic = person.clinic
    is_near = (clinic.date - today).days <= 1
    when = sentence_case(day_away(clinic.date, today)) if is_near else day_label(clinic.date)
    after = f", your coach, {clinic.site}" if person.is_coach else f", {clinic.site}"
    return Next(f"{when} {clinic.clock}:", person.name, after)


def _url(action: Action | None) -> str:
    return action.url if action else ""
