"""What only shows when the sheets are held beside each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import holidays

from scheduling.domain.calendar import day_label
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.workbook.sessions import planned_sessions
from scheduling.exchange.workbook.sheets import place_of
from scheduling.exchange.workbook.tables import ClinicSettings, FacultyRow, ResidentRow

COUNTRY = "US"


def check_panels(residents: Sequence[ResidentRow], faculty: Sequence[FacultyRow], log: IssueLog) -> None:
    """Panels that cannot be: limits that no pairing can keep."""
    kept = Counter(resident.coach for resident in residents if resident.coach is not None)
    for member in faculty:
        if kept[member.name] > member.panel_max:
            log.add_error(
                place_of("Faculty", member.source_row, header="Coach panel (max)"),
                member.panel_max,
                f"{member.name} is already the coach of {kept[member.name]} residents.",
                "Raise the maximum, or clear the coach of some of them.",
            )
    whole_sheet = place_of("Faculty", None, header="Coach panel (min)")
    still_open = len(residents) - kept.total()
    needed = sum(max(0, member.panel_min - kept[member.name]) for member in faculty)
    if needed > still_open:
        reason = f"The panels still need {needed} residents, but only {still_open} are without a coach."
        log.add_error(whole_sheet, None, reason, "Lower some minima.")
    most = sum(max(0, member.panel_max - kept[member.name]) for member in faculty)
    if still_open > most:
        reason = f"{still_open} residents are without a coach, but the panels have room for {most}."
        log.add_error(
            place_of("Faculty", None, header="Coach panel (max)"), None, reason, "Raise some maxima."
        )


def check_emails(residents: Iterable[ResidentRow], faculty: Iterable[FacultyRow], log: IssueLog) -> None:
    """Everyone signs in with an address of their own."""
    seen: dict[str, str] = {}
    people = [("Residents", person.name, person.email, person.source_row) for person in residents]
    people += [("Faculty", person.name, person.email, person.source_row) for person in faculty]
    for sheet, name, email, row in people:
        owner = seen.setdefault(email.casefold(), name) if email else name
        if owner != name:
            place = place_of(sheet, row, header="Email")
            log.add_error(place, email, f"{owner} has the same address.", "Give each person their own.")


def warn_of_open_holidays(clinic: ClinicSettings, log: IssueLog) -> None:
    """Holidays on which clinics are open: asked about, not refused."""
    years = range(clinic.first_day.year, clinic.last_day.year + 1)
    known = holidays.country_holidays(COUNTRY, years=years)
    open_dates = {session.half_day.date for session in planned_sessions(clinic) if session.rooms > 0}
    named: list[tuple[date, str]] = sorted((day, name) for day, name in known.items() if day in open_dates)
    if named:
        listed = "; ".join(f"{day_label(day)} {day.year} ({name})" for day, name in named)
        log.add_warning(
            place_of("Clinic", None, header="Date"),
            None,
            f"Clinics are open on these holidays: {listed}.",
            "List those that are closed with 0 rooms, or on a sheet Holidays.",
        )
