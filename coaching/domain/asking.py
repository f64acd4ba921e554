"""Whom can I ask now? The coach if in clinic, else somebody of the team, else today's preceptors by site, else the line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.clinics import Clinic
from coaching.domain.contact import Action, Contact
from coaching.domain.teams import Kind
from coaching.domain.wording import day_away, sentence_case
from scheduling.domain.calendar import day_label

OTHERS_PER_SITE = 2
MATES_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InClinic:
    """Somebody in one clinic; ``precepts`` is false for who does not supervise there, as with own patients.

    ``team`` is the name of a team that they share with who asks, ``kind`` what they are.
    """

    name: str
    contact: Contact
    clinic: Clinic
    is_coach: bool
    precepts: bool
    team: str = ""
    kind: Kind = Kind.FACULTY

    @property
    def can_be_asked(self) -> bool:
        """A coach and a member of the team always; others where they precept."""
        return self.is_coach or bool(self.team) or self.precepts

    @property
    def belongs(self) -> str:
        """``, your coach``; ``, nurse, team Juniper``; empty for the others."""
        if self.is_coach:
            return ", your coach"
        if not self.team:
            return ""
        return f", team {self.team}" if self.kind == Kind.FACULTY else f", {self.kind}, team {self.team}"


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

    ``people`` are those in clinic from today on, in the order of sites and names, without holidays and without
    those away; ``own_site`` is where the resident is now, or next; ``holiday`` names today's holiday.
    """
    there = [person for person in people if person.clinic.is_on(now)]
    asked = sorted(
        (person for person in there if person.can_be_asked),
        key=lambda person: (_rank(person), person.clinic.site != own_site, person.kind.order),
    )
    if asked:
        return _in_clinic(asked, last_resort)
    return _closed(people, now, own_site, last_resort, holiday)


def _rank(person: InClinic) -> int:
    """The coach first, then the team, then everybody else."""
    if person.is_coach:
        return 0
    return 1 if person.team else 2


def _in_clinic(asked: Sequence[InClinic], last_resort: LastResort) -> Answer:
    first, *others = asked
    then = [
        Next(
            "Then:" if place else "If no answer:", person.name, _where(person), _url(person.contact.quickest)
        )
        for place, person in enumerate(_few(others))
    ]
    if last_resort.action:
        then.append(Next("Else:", last_resort.name, "", last_resort.action.url))
    return Answer(
        state="In clinic now",
        is_open=True,
        name=f"{first.name}{first.belongs}",
        words=f"{first.clinic.site}, until {first.clinic.ends:%H:%M}",
        action=first.contact.quickest or last_resort.action,
        then=tuple(then),
    )


def _where(person: InClinic) -> str:
    return person.belongs or f", precepting at {person.clinic.site}"


def _few(people: Sequence[InClinic]) -> list[InClinic]:
    """Some of the team, and of the others a few at each site."""
    seen: Counter[str] = Counter()
    found = [person for person in people if person.team][:MATES_NAMED]
    for person in people:
        if person.team:
            continue
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
    """The first to precept again, the first of the team and the coach, in the order in which they come."""
    asked = [person for person in ahead if person.can_be_asked]
    found = [next((person for person in asked if _rank(person) == rank), None) for rank in range(3)]
    return sorted((person for person in found if person), key=lambda person: person.clinic.starts)


def _later(person: InClinic, today: date) -> Next:
    clinic = person.clinic
    is_near = (clinic.date - today).days <= 1
    when = sentence_case(day_away(clinic.date, today)) if is_near else day_label(clinic.date)
    return Next(f"{when} {clinic.clock}:", person.name, f"{person.belongs}, {clinic.site}")


def _url(action: Action | None) -> str:
    return action.url if action else ""
