"""What a workbook may say about itself, and yet does not fit beside what is held: told before it is tried."""

from collections.abc import Iterator

from scheduling.exchange.issues import FileIssue
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.exchange.workbook.teams import NURSES, HeldTeams, HeldTeamsOf
from scheduling.models import AcademicYear, Program, Site, Team
from scheduling.services.importing.team_tables import nurses_of


def conflicts(tables: WorkbookTables) -> Iterator[FileIssue]:
    """A year and letters that are another's in the program. Two queries."""
    yield from _year_begins_elsewhere(tables)
    yield from _letters_of_other_sites(tables)


def held_teams_of(program: Program | None) -> HeldTeamsOf:
    """What the reader of a workbook is told of teams: of this program alone, or else of the one that the workbook names.

    Nobody learns from a workbook about another program who its nurses are.
    """

    def held(named: str) -> HeldTeams:
        if program is not None:
            return _held_teams(program) if named in {"", program.name} else HeldTeams()
        found = Program.objects.filter(name=named).first()
        if found is not None:
            return _held_teams(found)
        # A program that the workbook is the first to name has no nurses yet.
        return HeldTeams(NameIndex(NURSES)) if named else HeldTeams()

    return held


def _held_teams(program: Program) -> HeldTeams:
    nurses = NameIndex(NURSES)
    nurses.add_all(nurses_of(program.name))
    ended = Team.objects.filter(program=program, last_date__isnull=False)
    return HeldTeams(nurses, frozenset(name_key(name) for name in ended.values_list("name", flat=True)))


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
