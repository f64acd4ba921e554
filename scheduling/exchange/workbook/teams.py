"""The sheet Teams: who belongs to which longitudinal team, a row a person."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduling.domain.team_names import is_neutral
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.persons import PERSON, ROLE, person_of
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow, cell_text, first_repeated, read_table
from scheduling.exchange.workbook.tables import TeamRow
from scheduling.exchange.xlsx import RawSheet

TEAM = Heading("Team")
HEADINGS = (TEAM, PERSON, ROLE)
LONGEST_TEAM = 40
NURSES = "Nurses"


@dataclass(frozen=True, slots=True)
class HeldTeams:
    """What a program has that its sheet Teams may name: its nurses by address, and the keys of teams that have ended.

    Without it no address is unknown.
    """

    nurses: NameIndex = field(default_factory=lambda: NameIndex(NURSES, complete=False))
    ended: frozenset[str] = frozenset()


HeldTeamsOf = Callable[[str], HeldTeams]
"""From the name of a program, as its workbook has it, to what is held of its teams."""


def read_teams(
    raw: RawSheet, log: IssueLog, residents: NameIndex, faculty: NameIndex, held: HeldTeams
) -> list[TeamRow]:
    """The members of the teams; a team has one spelling, that of its first row."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        return []
    spelling: dict[str, str] = {}
    found: list[tuple[str, SheetRow]] = []
    members = []
    for row in table.rows:
        person = _nurse(row, held.nurses) if _is_nurse(row) else person_of(row, residents, faculty)
        team = _team(row, held.ended)
        if row.ok and person is not None:
            name, kind = person
            members.append(TeamRow(spelling.setdefault(name_key(team), team), name, kind))
            found.append((f"{name_key(team)}/{kind}/{name}", row))
    for row, earlier in first_repeated(found):
        row.error(
            PERSON, f"They are in this team already, in row {earlier.number}.", "Remove one of the rows."
        )
    return members


def _team(row: SheetRow, ended: frozenset[str]) -> str:
    name = " ".join(row.name(TEAM, LONGEST_TEAM).split())
    if name and not is_neutral(name):
        row.error(
            TEAM,
            "This may be somebody's name, a birthday or a number of a record.",
            "Choose a neutral word, such as Juniper, and a number under 100 at most.",
        )
    elif name_key(name) in ended:
        reason = "The team has ended, and its name stays its own."
        row.error(TEAM, reason, "Choose another name, or leave the row out.")
    return name


def _is_nurse(row: SheetRow) -> bool:
    """A nurse has no sheet, and is named by the address with which they sign in."""
    return "@" in cell_text(row.value(PERSON))


def _nurse(row: SheetRow, nurses: NameIndex) -> tuple[str, None] | None:
    typed = row.text(PERSON, cells.LONGEST_NAME)
    if not typed:
        return None
    found = nurses.find(typed)
    if found is not None or not nurses.complete:
        return found or typed.casefold(), None
    near = nurses.nearest(typed)
    row.error(
        PERSON,
        "No nurse of the program signs in with this address.",
        f"Did you mean {near}? Write the address as they sign in."
        if near
        else "Invite them as a nurse first, under People, Access, or correct the address.",
    )
    return None
