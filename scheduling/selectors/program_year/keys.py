"""The ids of people in problem files, and the primary keys behind them."""

from scheduling.domain.ids import FacultyId, ResidentId


def resident_id(pk: int) -> ResidentId:
    """A resident's id in problem files."""
    return ResidentId(f"R{pk}")


def faculty_id(pk: int) -> FacultyId:
    """A faculty member's id in problem files."""
    return FacultyId(f"F{pk}")


def key_of(file_id: str) -> int:
    """The primary key behind a resident's or faculty member's id."""
    return int(file_id[1:])
