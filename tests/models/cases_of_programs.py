"""Programs, users, the calendar and rotations: rows the database takes, and rows it refuses."""

from datetime import date, time, timedelta
from functools import partial
from uuid import uuid4

from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import (
    AcademicYear,
    Block,
    CalendarFeed,
    DataArea,
    DataEdit,
    Holiday,
    Program,
    ProtectedTeaching,
    RollOver,
    Rotation,
    RotationAssignment,
    RotationHalfDay,
    RotationWeek,
    Session,
    Site,
)
from tests.factories import (
    FIRST_MONDAY,
    make_block,
    make_program,
    make_resident,
    make_rotation,
    make_site,
    make_user,
    make_year,
)
from tests.models.cases import Rows, case

CHRISTMAS = date(2026, 12, 25)


@case
def user_one_per_email() -> Rows:
    other = User(email="ALMA@example.org", name="Another Alma")
    # Past the model, which would make the letters small.
    other.save = partial(other.save_base, raw=True, force_insert=True)  # type: ignore[method-assign]
    return User(email="alma@example.org", name="Alma"), other


@case
def membership_held_once() -> Rows:
    held = {"user": make_user(), "program": make_program(), "role": Role.CHIEF}
    return Membership(**held), Membership(**held)


@case
def membership_ends_after_it_began() -> Rows:
    held = {"user": make_user(), "program": make_program(), "role": Role.CHIEF}
    now = timezone.now()
    return Membership(**held, ended_at=now + timedelta(1)), Membership(**held, ended_at=now - timedelta(1))


@case
def program_supervision_is_positive() -> Rows:
    return Program(name="One", residents_per_preceptor=1), Program(name="None", residents_per_preceptor=0)


@case
def program_allows_a_clinic_a_day() -> Rows:
    return Program(name="One", sessions_per_day=1), Program(name="None", sessions_per_day=0)


@case
def program_leaves_time_to_swap() -> Rows:
    return Program(name="Late", swap_days=60), Program(name="Never", swap_days=61)


@case
def site_code_once_in_program() -> Rows:
    program = make_program()
    return Site(program=program, code="MAIN", letter="M"), Site(program=program, code="MAIN", letter="N")


@case
def site_letter_once_in_program() -> Rows:
    program = make_program()
    return Site(program=program, code="MAIN", letter="M"), Site(program=program, code="MILL", letter="M")


@case
def site_hours_end_after_they_start() -> Rows:
    program = make_program()
    noon = {"program": program, "am_end": time(12)}
    return (
        Site(code="A", letter="A", am_start=time(11, 59), **noon),
        Site(code="B", letter="B", am_start=time(12), **noon),
    )


@case
def year_starts_once() -> Rows:
    start = {"program": make_program(), "first_monday": FIRST_MONDAY}
    return AcademicYear(name="2026-2027", **start), AcademicYear(name="Another", **start)


@case
def year_name_once_in_program() -> Rows:
    named = {"program": make_program(), "name": "2026-2027"}
    later = FIRST_MONDAY + timedelta(weeks=52)
    return AcademicYear(first_monday=FIRST_MONDAY, **named), AcademicYear(first_monday=later, **named)


@case
def year_has_a_week() -> Rows:
    start = {"first_monday": FIRST_MONDAY, "program": make_program()}
    return AcademicYear(name="One week", weeks=1, **start), AcademicYear(name="No week", weeks=0, **start)


@case
def block_dates_once_in_year() -> Rows:
    dates = {"year": make_year(), "first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY + timedelta(days=13)}
    return Block(label="Block 1", **dates), Block(label="Block 1 again", **dates)


@case
def block_ends_after_it_starts() -> Rows:
    year, before = make_year(), FIRST_MONDAY - timedelta(days=1)
    return (
        Block(year=year, label="A day", first_date=FIRST_MONDAY, last_date=FIRST_MONDAY),
        Block(year=year, label="Backwards", first_date=FIRST_MONDAY, last_date=before),
    )


@case
def holiday_once_a_date() -> Rows:
    on = {"program": make_program(), "date": CHRISTMAS}
    return Holiday(name="Christmas", **on), Holiday(name="Christmas Day", **on)


@case
def teaching_has_a_weekday() -> Rows:
    teaching = {"program": make_program(), "period": "PM"}
    return ProtectedTeaching(weekday=6, **teaching), ProtectedTeaching(weekday=7, **teaching)


@case
def feed_one_live_address_per_user() -> Rows:
    user = make_user()
    return CalendarFeed(user=user, nonce="one"), CalendarFeed(user=user, nonce="two")


@case
def rotation_code_once_in_program() -> Rows:
    coded = {"program": make_program(), "code": "Wards"}
    return Rotation(name="Wards", **coded), Rotation(name="Other wards", **coded)


@case
def rotation_max_is_not_under_min() -> Rows:
    program = make_program()
    return (
        Rotation(program=program, code="Even", min_per_week=2, max_per_week=2),
        Rotation(program=program, code="Odd", min_per_week=2, max_per_week=1),
    )


@case
def rotation_week_once() -> Rows:
    week = {"rotation": make_rotation(), "week_of_block": 1}
    return RotationWeek(clinic_rule="any", **week), RotationWeek(clinic_rule="none", **week)


@case
def rotation_week_counts_from_one() -> Rows:
    rotation = make_rotation()
    return (
        RotationWeek(rotation=rotation, week_of_block=1, clinic_rule="any"),
        RotationWeek(rotation=rotation, week_of_block=0, clinic_rule="any"),
    )


@case
def rotation_half_day_once_a_block_week() -> Rows:
    half_day = {"rotation": make_rotation(), "weekday": 1, "period": "PM", "week_of_block": 2}
    return RotationHalfDay(**half_day), RotationHalfDay(**half_day)


@case
def rotation_half_day_once_every_week() -> Rows:
    half_day = {"rotation": make_rotation(), "weekday": 1, "period": "PM", "week_of_block": None}
    return RotationHalfDay(**half_day), RotationHalfDay(**half_day)


@case
def rotation_half_day_has_a_weekday() -> Rows:
    half_day = {"rotation": make_rotation(), "period": "AM"}
    return RotationHalfDay(weekday=6, **half_day), RotationHalfDay(weekday=7, **half_day)


@case
def resident_one_rotation_in_block() -> Rows:
    year = make_year()
    place = {"resident": make_resident(year.program), "block": make_block(year)}
    return (
        RotationAssignment(rotation=make_rotation(year.program), **place),
        RotationAssignment(rotation=make_rotation(year.program), **place),
    )


@case
def session_once_a_half_day_at_a_site() -> Rows:
    half_day = {"site": make_site(), "date": FIRST_MONDAY, "period": "AM"}
    return Session(rooms=8, **half_day), Session(rooms=2, **half_day)


@case
def data_edit_once_a_request() -> Rows:
    made = {"program": make_program(), "area": DataArea.BLOCKS, "label": "Once", "request_key": uuid4()}
    return DataEdit(**made), DataEdit(**made)


@case
def year_rolls_over_once() -> Rows:
    year = make_year()
    rolled = {"program": year.program, "from_year": year, "name": "2027-2028"}
    return RollOver(**rolled), RollOver(**rolled)
