"""What a workbook says about itself is well, and yet does not fit beside what is held: told before it is tried."""

from collections.abc import Iterator

from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.models import AcademicYear, Site


def conflicts(tables: WorkbookTables) -> Iterator[FileIssue]:
    """Names that must be unique in the program and are somebody else's there. Two queries."""
    yield from _year_begins_elsewhere(tables)
    yield from _letters_of_other_sites(tables)


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
