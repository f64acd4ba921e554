"""Rolling the year over: as planned, once, whole, and taken back exactly."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import serializers

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.calendar import Period
from scheduling.domain.next_year import moved_holiday, weekly_value
from scheduling.exchange.intern_list import Intern, ListUnreadable, read_interns
from scheduling.models import (
    AcademicYear,
    Block,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Program,
    Resident,
    ResidentYear,
    RollOver,
    Rotation,
    RotationAssignment,
    ScheduleState,
    Session,
)
from scheduling.selectors.program_year import program_year
from scheduling.services.rolling_over.asked import Going
from scheduling.services.rolling_over.making import RollOverRefused, roll_over
from scheduling.services.rolling_over.reversing import reverse, standing_against
from tests.factories import make_pairing, make_run, make_schedule, make_user
from tests.scheduling_pages.years import WEEKS
from tests.services.rolling import LAST_SUNDAY, NEXT_MONDAY, Rolling, make_rolling

pytestmark = pytest.mark.django_db
TABLES = (
    AcademicYear, Block, FacultyHalfDay, Holiday, Membership, Pairing, Program, Resident, ResidentYear,
    RotationAssignment, Session,
)  # fmt: skip


@pytest.fixture
def rolling(program: Program) -> Rolling:
    """A year to roll over."""
    return make_rolling(program)


def make(rolling: Rolling, **changes: object) -> RollOver:
    """Roll over as looked at."""
    plan = rolling.plan(**changes)
    return roll_over(year=rolling.year, asked=plan.asked, looked_at=plan.digest, actor=None)


def everything() -> dict[str, str]:
    """All rows that a roll-over could touch."""
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in TABLES}


def test_who_goes_where(rolling: Rolling) -> None:
    plan = rolling.plan()
    assert [str(one) for one in plan.graduates] == ["Chidi Uchenna"]
    assert [(str(one.resident), one.before, one.pgy) for one in plan.movers] == [
        ("Tomas Farouk", 2, 3),
        ("Odd Quist", 3, 3),
        ("Nadia Boateng", 1, 2),
    ]
    assert [(panel.faculty.short_name, panel.before, panel.after) for panel in plan.panels] == [
        ("Dr. Ferrand", 1, 1),
        ("Dr. Lindqvist", 3, 2),
    ]
    assert [panel.faculty for panel in plan.leaving_coaches] == [rolling.leaver]


def test_targets_are_those_of_the_class_moved_up_to(rolling: Rolling) -> None:
    ResidentYear.objects.filter(year=rolling.year, pgy=2).update(clinics_min=33, clinics_max=44)
    targets = {str(one.resident): one.targets for one in rolling.plan().movers}
    assert targets["Nadia Boateng"] == (33, 44)
    assert targets["Odd Quist"] == (7, 9)


def test_people_decide_about_residents_off_cycle(rolling: Rolling) -> None:
    plan = rolling.plan(going={rolling.off_cycle.pk: Going.GRADUATES})
    assert rolling.off_cycle in plan.graduates


def test_patterns_are_copied_and_what_belongs_to_dates_is_not(rolling: Rolling) -> None:
    plan = rolling.plan()
    assert [(one.faculty.short_name, one.weekday) for one in plan.half_days] == [("Dr. Lindqvist", 0)]
    assert [(one.weekday, one.period, one.rooms) for one in plan.rooms] == [(0, "AM", 3), (1, "AM", 3)]
    assert plan.not_weekly == ["Wed PM, Main"]
    assert [(one.label, one.first, one.last) for one in plan.blocks] == [
        ("Block 1", NEXT_MONDAY, NEXT_MONDAY + timedelta(weeks=WEEKS, days=-1))
    ]


def test_a_shorter_year_cuts_its_last_block_and_dates_in_labels_become_numbers(rolling: Rolling) -> None:
    Block.objects.update(label="29 Jun to 23 Aug")
    [block] = rolling.plan(weeks=3).blocks
    assert (block.label, block.last) == ("Block 1", NEXT_MONDAY + timedelta(weeks=3, days=-1))


def test_the_new_year_is_as_planned(rolling: Rolling) -> None:
    row = make(rolling)
    year = row.year
    assert year is not None
    described = program_year(year)
    assert len(described.sessions) == 2 * WEEKS
    assert {one.rooms for one in described.sessions} == {3}
    assert [one.pgy for one in described.residents] == [2, 3, 3, 1]
    assert Holiday.objects.filter(date__gte=NEXT_MONDAY).count() == 1
    assert not RotationAssignment.objects.filter(block__year=year).exists()
    [chidi] = Resident.objects.filter(name="Uchenna, Chidi")
    assert chidi.left_on == LAST_SUNDAY + timedelta(days=1)
    assert chidi.pairings.get().last_date == LAST_SUNDAY
    assert Pairing.objects.filter(last_date=None).count() == 3
    alma = Resident.objects.get(name="Sandoval, Alma")
    assert (alma.email, alma.program_start) == ("alma@example.org", NEXT_MONDAY)
    event = Event.objects.get(kind=EventKind.YEAR_ROLLED_OVER)
    assert event.after["graduates"] == 1


def test_a_second_click_makes_nothing_more(rolling: Rolling) -> None:
    first = make(rolling)
    before = everything()
    plan = rolling.plan()
    assert roll_over(year=rolling.year, asked=plan.asked, looked_at="", actor=None) == first
    assert everything() == before


def test_it_is_taken_back_exactly(rolling: Rolling) -> None:
    before = everything()
    row = make(rolling)
    assert everything() != before
    assert reverse(roll_over=row, actor=None)
    assert everything() == before
    assert reverse(roll_over=row, actor=None) is False
    assert Event.objects.filter(kind=EventKind.ROLL_OVER_REVERSED).count() == 1
    assert make(rolling).year is not None


def test_drafts_go_with_the_year(rolling: Rolling) -> None:
    before = everything()
    row = make(rolling)
    make_schedule(row.year)
    assert reverse(roll_over=row, actor=None)
    assert everything() == before


def test_a_date_of_leaving_that_was_known_comes_back(rolling: Rolling) -> None:
    later = LAST_SUNDAY + timedelta(days=9)
    Resident.objects.filter(name="Uchenna, Chidi").update(left_on=later)
    row = make(rolling)
    assert Resident.objects.get(name="Uchenna, Chidi").left_on == LAST_SUNDAY + timedelta(days=1)
    reverse(roll_over=row, actor=None)
    assert Resident.objects.get(name="Uchenna, Chidi").left_on == later


def test_who_leaves_before_is_not_taken_along(rolling: Rolling) -> None:
    Resident.objects.filter(name="Boateng, Nadia").update(left_on="2026-07-20")
    plan = rolling.plan()
    assert "Nadia Boateng" not in {str(one.resident) for one in plan.movers}
    assert [str(one) for one in plan.left] == ["Nadia Boateng"]


def test_sessions_entered_before_stay(rolling: Rolling) -> None:
    early = Session.objects.create(site=rolling.small.site, date=NEXT_MONDAY, period=Period.AM, rooms=9)
    before = everything()
    row = make(rolling)
    early.refresh_from_db()
    assert early.rooms == 9
    reverse(roll_over=row, actor=None)
    assert everything() == before


def _publish(row: RollOver) -> None:
    make_schedule(row.year, state=ScheduleState.PUBLISHED, version=1, published_at="2026-07-01T12:00Z")


def _place(row: RollOver) -> None:
    block = Block.objects.get(year=row.year)
    RotationAssignment.objects.create(
        resident=Resident.objects.get(name="Sandoval, Alma"), block=block, rotation=Rotation.objects.get()
    )


def _pair(row: RollOver) -> None:
    alma = Resident.objects.get(name="Sandoval, Alma")
    make_pairing(alma, Pairing.objects.filter(last_date=None)[0].faculty, first_date=NEXT_MONDAY)


def _end_elsewhere(row: RollOver) -> None:
    Resident.objects.filter(name="Uchenna, Chidi").update(left_on="2026-07-20")


def _give_an_account(row: RollOver) -> None:
    Resident.objects.filter(name="Sandoval, Alma").update(user=make_user("Alma Sandoval"))


CHANGES: dict[str, Callable[[RollOver], Any]] = {
    "Version 1 of 2027-2028 was published": _publish,
    "Run 7 of 2027-2028 is under way": lambda row: make_run(row.year, number=7),
    "The block schedule was changed by hand": _place,
    "Alma Sandoval, who was changed, paired, given leave or given access": _pair,
    "Alma Sandoval, who was changed": _give_an_account,
    "The day on which Chidi Uchenna leaves": _end_elsewhere,
    "Faculty half-days": lambda row: FacultyHalfDay.objects.filter(year=row.year).update(weekday=3),
    "Clinic sessions and rooms": lambda row: Session.objects.filter(date=NEXT_MONDAY).update(rooms=1),
    "Blocks": lambda row: Block.objects.filter(year=row.year).update(label="First"),
    "The residents of the year": lambda row: ResidentYear.objects.filter(year=row.year, pgy=1).delete(),
    "Holidays of the new year": lambda row: Holiday.objects.filter(date__gte=NEXT_MONDAY).delete(),
    "The pairing of Chidi Uchenna": lambda row: Pairing.objects.filter(last_date=LAST_SUNDAY).update(
        last_date="2026-07-20"
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", CHANGES)
def test_what_was_built_on_it_is_named_and_kept(said: str, rolling: Rolling) -> None:
    row = make(rolling)
    assert standing_against(row) == []
    CHANGES[said](row)
    before = everything()
    with pytest.raises(RollOverRefused) as refused:
        reverse(roll_over=row, actor=None)
    assert any(said in reason for reason in refused.value.reasons), refused.value.reasons
    assert everything() == before


def test_only_the_last_of_two_is_taken_back(rolling: Rolling) -> None:
    first = make(rolling)
    assert first.year is not None
    second = Rolling(
        type(rolling.small)(
            rolling.program, first.year, rolling.small.site, rolling.small.rotation, rolling.small.coach, []
        ),
        rolling.leaver,
        rolling.off_cycle,
    )
    make(second, first_monday=NEXT_MONDAY + timedelta(weeks=WEEKS), name="2028-2029", interns=(), holidays=())
    assert standing_against(first) == ["2027-2028 was rolled over to 2028-2029. Take that back first."]


def test_access_ends_by_the_date_and_comes_back_with_the_reversal(rolling: Rolling) -> None:
    chidi = Resident.objects.get(name="Uchenna, Chidi")
    chidi.user = make_user("Chidi Uchenna", program=rolling.program, role=Role.RESIDENT)
    chidi.save()
    row = make(rolling)
    held = Membership.objects.get(user=chidi.user)
    assert held.ended_at is not None  # the tests' clock is past the end of that year
    reverse(roll_over=row, actor=None)
    assert Resident.objects.get(pk=chidi.pk).left_on is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"first_monday": NEXT_MONDAY + timedelta(days=1)}, "is not a Monday"),
        ({"first_monday": date(2026, 7, 6)}, "Choose a later Monday"),
        ({"name": "2026-2027"}, "There is a year 2026-2027 already"),
        ({"interns": (Intern("boateng,  NADIA"),)}, "is on the roster already"),
        ({"interns": (Intern("Sandoval, Alma", pgy=5),)}, "after the final year"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(
    changes: dict[str, Any], reason: str, rolling: Rolling
) -> None:
    before = everything()
    with pytest.raises(RollOverRefused, match=reason):
        make(rolling, **changes)
    assert everything() == before


def test_a_plan_that_is_not_what_was_looked_at_is_not_done(rolling: Rolling, coordinator: User) -> None:
    plan = rolling.plan()
    looked_at = plan.digest
    Resident.objects.filter(name="Boateng, Nadia").update(left_on="2026-07-20")
    with pytest.raises(RollOverRefused, match="changed since you looked"):
        roll_over(year=rolling.year, asked=plan.asked, looked_at=looked_at, actor=coordinator)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2026, 11, 26), date(2027, 11, 25)),  # the fourth Thursday
        (date(2026, 7, 4), date(2027, 7, 4)),
        (date(2027, 5, 31), date(2028, 5, 29)),  # a fifth Monday: the last of its month
        (date(2027, 1, 18), date(2028, 1, 17)),
        (date(2026, 9, 7), date(2027, 9, 6)),
    ],
)
def test_holidays_move_by_date_or_by_weekday(before: date, after: date) -> None:
    assert moved_holiday(before) == after


def test_a_half_day_held_now_and_then_is_not_weekly() -> None:
    assert weekly_value([3, 3, 5], 4) == 3
    assert weekly_value([3], 4) is None


LISTS = {
    "Sandoval, Alma, alma@example.org, PGY-1": Intern("Sandoval, Alma", "alma@example.org"),
    "Sandoval, Alma\talma@example.org\tPGY-1": Intern("Sandoval, Alma", "alma@example.org"),
    '"Sandoval, Alma";alma@example.org;pgy 2': Intern("Sandoval, Alma", "alma@example.org", 2),
    "Sandoval\tAlma": Intern("Sandoval, Alma"),
    "Name\tE-mail\nSandoval, Alma": Intern("Sandoval, Alma"),
    "  Sandoval ,Alma <alma@example.org>  ": Intern("Sandoval, Alma", "alma@example.org"),
}


@pytest.mark.parametrize("text", LISTS)
def test_a_pasted_line_is_an_intern(text: str) -> None:
    assert read_interns(text) == (LISTS[text],)


def test_every_fault_of_a_list_is_named_at_once() -> None:
    with pytest.raises(ListUnreadable) as unreadable:
        read_interns("a@example.org\nBoateng, Nadia, nadia@\nBoateng, Nadia\nOdd, One, a@example.org\n12345")
    assert [fault.partition(":")[0].partition(" has")[0] for fault in unreadable.value.faults] == [
        "Line 1", "Line 2", "Line 5", "Line 4",
    ]  # fmt: skip
