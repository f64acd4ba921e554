"""What a file would do, as a person is shown it before anything is saved."""

from dataclasses import dataclass

from scheduling.exchange.issues import FileIssue
from scheduling.models import AcademicYear
from scheduling.services.importing.differences import TableChanges


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A label that may mean several residents, or none: asked, not guessed."""

    label: str
    row: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would change, or what keeps it from being imported.

    ``questions`` must be answered, with names of the ``roster``, and ``proposed`` residents be confirmed before the
    file can be imported.
    """

    filename: str
    issues: tuple[FileIssue, ...] = ()
    warnings: tuple[FileIssue, ...] = ()
    changes: tuple[TableChanges, ...] = ()
    year: AcademicYear | None = None
    questions: tuple[NameQuestion, ...] = ()
    proposed: tuple[str, ...] = ()
    roster: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a person must answer something first."""
        return bool(self.questions or self.proposed)

    @property
    def can_apply(self) -> bool:
        """Whether the file may be confirmed as it is."""
        return not self.issues and not self.is_open

    @property
    def total_changes(self) -> int:
        """Rows added, changed or removed in all tables."""
        return sum(table.total for table in self.changes)
