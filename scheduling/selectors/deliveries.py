"""What became of the notices of a publication."""

from dataclasses import dataclass

from scheduling.models import Letter, Notice, Schedule

FAILURES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Failure:
    """A letter that could not be sent yet."""

    name: str
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many were told, how many of them by mail so far, and whose mail does not get through."""

    told: int
    mailed: int
    waiting: int
    read: int
    failures: tuple[Failure, ...]

    @property
    def without_mail(self) -> int:
        """Told in the app and by the calendar feed alone."""
        return self.told - self.mailed - self.waiting


def deliveries_of(schedule: Schedule) -> Deliveries:
    """One query for a version's notices, one for letters that failed."""
    rows = list(Notice.objects.filter(schedule=schedule).values_list("due_at", "letter__sent_at", "read_at"))
    failed = Notice.objects.filter(schedule=schedule, letter__sent_at=None).exclude(letter__failure="")
    failed = failed.exclude(letter=None).select_related("letter", "resident", "faculty", "user")
    return Deliveries(
        told=len(rows),
        mailed=sum(sent is not None for _, sent, _ in rows),
        waiting=sum(due is not None and sent is None for due, sent, _ in rows),
        read=sum(read is not None for _, _, read in rows),
        failures=tuple(
            _failure(notice, notice.letter) for notice in failed[:FAILURES_SHOWN] if notice.letter
        ),
    )


def _failure(notice: Notice, letter: Letter) -> Failure:
    return Failure(str(notice.person or notice.user), letter.attempts, letter.failure)
