"""What a workbook says about itself is well, and yet does not fit beside what is held: told before it is tried."""

from collections.abc import Iterator

from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.models import AcademicYear, Site, Team
from scheduling.services.importing.team_tables import nurses_of


def conflicts(tables: WorkbookTables) -> Iterator[FileIssue]:
    """Names that are somebody else's in the program, or nobody's there. Four queries at most."""
    yield from _year_begins_elsewhere(tables)
    yield from _letters_of_other_sites(tables)
    if tables.teams:
        yield from _teams_that_ended(tables)
        yield from _unknown_nurses(tables)


def _year_begins_elsewhere(tables: WorkbookTables) -> Iterator[FileIssue]:
    clinic = tables.clinic
    held = AcademicYear.objects.filter(program__name=clinic.program, name=clinic.year_label)
    for year in held.exclude(first_monday=clinic.first_monday):
        yield FileIssue(
            "Clinic", None, "", "Academic year", clinic.year_label,
            f"The year {year.name} is held with its first week from {year.first_monday}; "
            f"here it begins {clinic.first_monday}.",
            "Correct First day or the dates of the blocks, or give the year another name.",
        )  # fmt: skip


def _letters_of_other_sites(tables: WorkbookTables) -> Iterator[FileIssue]:
    letters = {site.letter: site for site in tables.clinic.sites}
    for held in Site.objects.filter(program__name=tables.clinic.program, letter__in=list(letters)):
        site = letters[held.letter]
        if site.code != held.code:
            yield FileIssue(
                "Clinic", site.source_row, "", "Site letter", site.letter,
                f"The letter {site.letter} is that of the site {held.name} ({held.code}), which stays because schedules "
                "may stand on it.",
                f"Write another letter for {site.name}, or call it {held.name} as before.",
            )  # fmt: skip


def _teams_that_ended(tables: WorkbookTables) -> Iterator[FileIssue]:
    rows = Team.objects.filter(program__name=tables.clinic.program, last_date__isnull=False)
    ended = {name.casefold() for name in rows.values_list("name", flat=True)}
    for row in tables.teams:
        if row.team.casefold() in ended:
            yield FileIssue(
                "Teams", row.source_row, "", "Team", row.team,
                "The team has ended, and its name stays its own.",
                "Choose another name, or leave the row out.",
            )  # fmt: skip


def _unknown_nurses(tables: WorkbookTables) -> Iterator[FileIssue]:
    known = nurses_of(tables.clinic.program)
    for row in tables.teams:
        if row.kind is None and row.person not in known:
            yield FileIssue(
                "Teams", row.source_row, "", "Person", row.person,
                "No nurse of the program signs in with this address.",
                "Invite them as a nurse first, under People, Access, or correct the address.",
            )  # fmt: skip
