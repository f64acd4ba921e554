"""The effects of leave and of changed half-days in sentences, the same on every page."""

from collections.abc import Iterator, Sequence

from scheduling.domain.calendar import HalfDay, day_label
from scheduling.domain.effects import ContactLost, Effect, FacultyEffect, ResidentEffect, ThinSession
from scheduling.domain.wording import counted

DAYS_NAMED = 4
NOTHING = "Costs nobody a clinic or an overlap."


def headline(effect: Effect) -> str:
    """The effect in a sentence."""
    return _faculty_headline(effect) if isinstance(effect, FacultyEffect) else _resident_headline(effect)


def details(effect: Effect) -> list[str]:
    """What follows, one sentence each, the worst first."""
    found = _faculty_details(effect) if isinstance(effect, FacultyEffect) else _resident_details(effect)
    return list(found)


def contact_words(contact: ContactLost) -> str:
    """``Adeyemi loses 1 overlap (Tue 3 Mar, AM): this was the only overlap in 6 weeks.``"""
    days = _days(contact.half_days)
    return (
        f"{contact.resident} loses {counted(len(contact.half_days), 'overlap')} ({days}){_gap_words(contact)}"
    )


def thin_words(session: ThinSession) -> str:
    """``Tue 3 Mar, AM at Main: nobody precepts, 5 residents attend.``"""
    where = f"{session.half_day} at {session.site}"
    residents = f"residents who weigh {session.residents:g}"
    if session.residents == int(session.residents):
        residents = counted(int(session.residents), "resident")
    if session.is_unsupervised:
        return f"{where}: nobody would precept, for {residents}."
    return f"{where}: {counted(session.preceptors, 'preceptor')} for {residents}, {session.supervised:g} at most."


def _days(half_days: Sequence[HalfDay]) -> str:
    """All where they are few, else the first of them."""
    if len(half_days) <= DAYS_NAMED:
        return "; ".join(str(half_day) for half_day in half_days)
    return f"{_days(half_days[:DAYS_NAMED])} and {len(half_days) - DAYS_NAMED} more"


def _gap_words(contact: ContactLost) -> str:
    weeks = counted(contact.weeks_without, "week")
    if contact.weeks_without < 2:
        return "."
    if contact.is_only:
        return f": this was the only overlap in {weeks}."
    return f": {weeks} without any."


def _faculty_headline(effect: FacultyEffect) -> str:
    residents, overlaps = len(effect.contacts), sum(len(one.half_days) for one in effect.contacts)
    parts = []
    if overlaps:
        parts.append(f"costs {counted(residents, 'resident')} {counted(overlaps, 'overlap')}")
    if effect.thin:
        parts.append(f"leaves {counted(len(effect.thin), 'session')} short of supervision")
    if not parts:
        return NOTHING
    said = " and ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _faculty_details(effect: FacultyEffect) -> Iterator[str]:
    windows = sum(contact.windows for contact in effect.contacts)
    if windows:
        yield f"{counted(windows, 'contact window')} would pass without an overlap."
    if effect.gained:
        yield f"{counted(effect.gained, 'clinic')} of the panel would be together that {'is' if effect.gained == 1 else 'are'} not now."


def _resident_headline(effect: ResidentEffect) -> str:
    if not effect.clinics and not any(week.breaks_minimum for week in effect.weeks):
        return NOTHING
    together = sum(clinic.is_together for clinic in effect.clinics)
    clinics = counted(len(effect.clinics), "clinic") if effect.clinics else "no clinic"
    with_coach = f", {together} with {effect.coach}" if together else ""
    weeks = [day_label(week.monday) for week in effect.weeks if week.breaks_minimum]
    kept = f"; the minimum of the week of {', '.join(weeks)} cannot be kept" if weeks else ""
    return f"Loses {clinics}{with_coach}{kept}."


def _resident_details(effect: ResidentEffect) -> Iterator[str]:
    for week in effect.weeks:
        if week.missing and not week.breaks_minimum:
            yield f"The week of {day_label(week.monday)} then needs {counted(week.missing, 'clinic')} more."
    if effect.under_year_minimum:
        yield f"The year is then {counted(effect.under_year_minimum, 'clinic')} under its minimum."
    if effect.contact and effect.contact.weeks_without > 1:
        weeks = counted(effect.contact.weeks_without, "week")
        yield f"{weeks} without {effect.coach}{': this was the only overlap in them' if effect.contact.is_only else ''}."
    if effect.contact and effect.contact.windows:
        yield f"{counted(effect.contact.windows, 'contact window')} would pass without an overlap."
