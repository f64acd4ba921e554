"""Who is meant where a sheet names a resident or a faculty member."""

from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow
from scheduling.exchange.workbook.tables import PersonKind
from scheduling.exchange.xlsx import CellValue

PERSON = Heading("Person", others=("Name",))
ROLE = Heading("Role", required=False)


def person_of(row: SheetRow, residents: NameIndex, faculty: NameIndex) -> tuple[str, PersonKind] | None:
    """A resident or a faculty member by name, and by role where both have it; None with the fault noted."""
    typed = row.name(PERSON)
    role = row.read(ROLE, _role_of, None)
    if not typed or not row.ok:
        return None
    sheets = {PersonKind.RESIDENT: residents, PersonKind.FACULTY: faculty}
    found = [
        (name, kind) for kind, index in sheets.items() if role in {None, kind} and (name := index.find(typed))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        remedy = "Add a column Role and write resident or faculty."
        row.error(PERSON, "A resident and a faculty member have this name.", remedy)
    elif residents.complete and faculty.complete:
        row.error(
            PERSON, "This person is on neither sheet, Residents nor Faculty.", _suggestion(typed, sheets)
        )
    return None


def _suggestion(typed: str, sheets: dict[PersonKind, NameIndex]) -> str:
    for index in sheets.values():
        suggestion = index.suggestion(typed)
        if suggestion.startswith("Did you mean"):
            return suggestion
    return "Add them to one of these sheets, or correct the spelling."


def _role_of(value: CellValue) -> PersonKind | None:
    text = cells.text_of(value).casefold()
    if not text:
        return None
    if text in set(PersonKind):
        return PersonKind(text)
    raise cells.CellFault("This is no role.", "Write resident or faculty.")
