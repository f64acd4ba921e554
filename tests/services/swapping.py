"""A published year in which two residents could swap: Nadia's Monday with her coach for Tomas's Tuesday, and back."""

from dataclasses import dataclass
from uuid import UUID

from connectedness.accounts.models import Role, User
from scheduling.models import (
    Assignment,
    Program,
    Resident,
    Schedule,
    ScheduleState,
    Session,
    SwapRequest,
)
from scheduling.selectors.requests.judging import Pair
from scheduling.services.requesting.swaps import accept_swap, ask_swap
from tests.factories import assign, make_pairing, make_user, precept
from tests.services.drafting import Drafting, make_drafting

WEEK = 2


@dataclass(frozen=True)
class Swapping:
    """The year, and who takes part. Nadia and Tomas may sign in; the chief approves."""

    at: Drafting
    nadia: User
    tomas: User
    chief: User

    @property
    def published(self) -> Schedule:
        """The version published now."""
        return Schedule.objects.select_related("year__program").get(
            year=self.at.small.year, state=ScheduleState.PUBLISHED
        )

    @property
    def monday(self) -> Session:
        """Nadia's, together with the coach."""
        return self.at.monday(WEEK)

    @property
    def tuesday(self) -> Session:
        """Tomas's, of the same week, without."""
        return self.at.tuesday(WEEK)

    def pair(self, mine: Session | None = None, other: Session | None = None) -> Pair:
        """Nadia gives the Monday and takes Tomas's Tuesday."""
        return Pair(
            self._row(self.at.nadia), mine or self.monday, self._row(self.at.tomas), other or self.tuesday
        )

    def asked(self, key: str = "00000000-0000-0000-0000-000000000001") -> SwapRequest:
        """Nadia has asked."""
        return ask_swap(version=self.published, pair=self.pair(), key=UUID(key), actor=self.nadia)

    def accepted(self) -> SwapRequest:
        """Nadia has asked, and Tomas has accepted."""
        swap = self.asked()
        return accept_swap(swap=swap, actor=self.tomas, edition=swap.edition)

    def attends(self, resident: Resident, schedule: Schedule | None = None) -> list[Session]:
        """What a resident attends in a version in the two weeks in question."""
        rows = Assignment.objects.filter(
            schedule=schedule or self.published, resident=resident, date__gte=self.monday.date
        ).exclude(date=self.at.monday(4).date)
        return [row.session for row in rows.select_related("session__site").order_by("date")]

    @staticmethod
    def _row(resident: Resident) -> Resident:
        return Resident.objects.select_related("program", "user").get(pk=resident.pk)


def make_swapping(program: Program | None = None, *, residents: int = 2, **year_fields: object) -> Swapping:
    """Save it all, and publish it."""
    at = make_drafting(program, residents=residents, **year_fields)
    users = {}
    for resident in (at.nadia, at.tomas):
        user = make_user(resident.full_name, program=at.small.program, role=Role.RESIDENT)
        resident.user = users[resident.pk] = user
        resident.save()
    for resident in at.small.residents:
        make_pairing(resident, at.small.coach, first_date=at.small.year.first_monday)
    precept(at.draft, at.small.coach, at.monday(WEEK))
    assign(at.draft, at.nadia, at.monday(WEEK))
    assign(at.draft, at.tomas, at.tuesday(WEEK))
    Schedule.objects.filter(pk=at.draft.pk).update(
        state=ScheduleState.PUBLISHED, published_at="2026-06-20T12:00Z"
    )
    at.draft.refresh_from_db()
    chief = make_user("Chidi Efe", program=at.small.program, role=Role.CHIEF)
    return Swapping(at, users[at.nadia.pk], users[at.tomas.pk], chief)
