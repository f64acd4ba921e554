"""The sheet Teams: who belongs to which longitudinal team, a row a person."""

from scheduling.domain.team_names import is_neutral
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.persons import PERSON, ROLE, person_of
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow, first_repeated, read_table
from scheduling.exchange.workbook.tables import PersonKind, TeamRow
from scheduling.exchange.xlsx import RawSheet

TEAM = Heading("Team")
HEADINGS = (TEAM, PERSON, ROLE)
LONGEST_TEAM = 40


def read_teams(raw: RawSheet, log: IssueLog, residents: NameIndex, faculty: NameIndex) -> list[TeamRow]:
    """The members of the teams; a team has one spelling, that of its first row."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        return []
    spelling: dict[str, str] = {}
    found: list[tuple[str, SheetRow]] = []
    members = []
    for row in table.rows:
        team = _team(row)
        person = _person(row, residents, faculty)
        if row.ok and person is not None:
            name, kind = person
            members.append(
                TeamRow(spelling.setdefault(name_key(team), team), name, kind, source_row=row.number)
            )
            found.append((f"{name_key(team)}/{kind}/{name}", row))
    for row, earlier in first_repeated(found):
        row.error(
            PERSON, f"They are in this team already, in row {earlier.number}.", "Remove one of the rows."
        )
    return members


def _team(row: SheetRow) -> str:
    name = " ".join(row.name(TEAM, LONGEST_TEAM).split())
    if row.ok and not is_neutral(name):
        row.error(
            TEAM,
            "This may be somebody's name, a birthday or a number of a record.",
            "Choose a neutral word, such as Juniper, and a number under 100 at most.",
        )
    return name


def _person(row: SheetRow, residents: NameIndex, faculty: NameIndex) -> tuple[str, PersonKind | None] | None:
    """A nurse has no sheet, and is named by the address with which they sign in."""
    typed = row.text(PERSON, cells.LONGEST_NAME)
    if "@" in typed:
        return typed.casefold(), None
    return person_of(row, residents, faculty)
