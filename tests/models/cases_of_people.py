"""People, pairings, runs and schedules: rows the database takes, and rows it refuses."""

from datetime import timedelta

from django.utils import timezone

from scheduling.models import (
    Absence,
    Assignment,
    BrokenGlass,
    Faculty,
    FacultyDate,
    FacultyHalfDay,
    Pairing,
    PairingDraft,
    PairingWish,
    Precepting,
    Resident,
    ResidentYear,
    Schedule,
    ScheduleCoach,
    SolveRun,
)
from tests.factories import (
    FIRST_MONDAY,
    make_faculty,
    make_program,
    make_resident,
    make_schedule,
    make_session,
    make_site,
    make_user,
    make_year,
)
from tests.models.cases import Rows, case

DAY_BEFORE = FIRST_MONDAY - timedelta(days=1)
RUN = {"problem": b"", "problem_sha256": "0" * 64}


@case
def resident_name_once_in_program() -> Rows:
    named = {"program": make_program(), "name": "Sandoval, Alma"}
    return Resident(**named), Resident(off_cycle=True, **named)


@case
def faculty_name_once_in_program() -> Rows:
    named = {"program": make_program(), "name": "Okafor, Ben"}
    return Faculty(**named), Faculty(panel_max=3, **named)


@case
def resident_account_once_in_program() -> Rows:
    program, user = make_program(), make_user()
    make_resident(user=user)
    return (
        Resident(program=program, name="Sandoval, Alma", user=user),
        Resident(program=program, name="Sandoval, A.", user=user),
    )


@case
def faculty_account_once_in_program() -> Rows:
    program, user = make_program(), make_user()
    make_faculty(user=user)
    return (
        Faculty(program=program, name="Okafor, Ben", user=user),
        Faculty(program=program, name="Okafor, B.", user=user),
    )


@case
def faculty_panel_max_is_not_under_min() -> Rows:
    program = make_program()
    return (
        Faculty(program=program, name="Even", panel_min=3, panel_max=3),
        Faculty(program=program, name="Odd", panel_min=3, panel_max=2),
    )


@case
def resident_once_in_year() -> Rows:
    place = {"resident": make_resident(), "year": make_year()}
    return ResidentYear(pgy=1, **place), ResidentYear(pgy=2, **place)


@case
def resident_year_has_a_pgy() -> Rows:
    year = make_year()
    return ResidentYear(resident=make_resident(), year=year, pgy=1), ResidentYear(
        resident=make_resident(), year=year, pgy=0
    )


@case
def resident_year_max_is_not_under_min() -> Rows:
    place = {"year": make_year(), "pgy": 1, "clinics_min": 40}
    return (
        ResidentYear(resident=make_resident(), clinics_max=40, **place),
        ResidentYear(resident=make_resident(), clinics_max=39, **place),
    )


@case
def faculty_half_day_said_once_a_site_and_duty() -> Rows:
    slot = {"faculty": make_faculty(), "year": make_year(), "weekday": 2, "period": "AM"}
    half_day = {"site": make_site(), "duty": "precepts", **slot}
    return (
        FacultyHalfDay(weeks_of_month=[1], **half_day),
        FacultyHalfDay(weeks_of_month=[3], **half_day),
    )


@case
def faculty_half_day_has_a_weekday() -> Rows:
    half_day = {"faculty": make_faculty(), "year": make_year(), "site": make_site(), "duty": "precepts"}
    return (
        FacultyHalfDay(weekday=6, period="AM", **half_day),
        FacultyHalfDay(weekday=7, period="PM", **half_day),
    )


@case
def faculty_one_place_a_date() -> Rows:
    half_day = {"faculty": make_faculty(), "date": FIRST_MONDAY, "period": "AM"}
    return FacultyDate(**half_day), FacultyDate(site=make_site(), duty="precepts", **half_day)


@case
def faculty_date_has_site_and_duty_or_neither() -> Rows:
    on = {"faculty": make_faculty(), "date": FIRST_MONDAY, "site": make_site()}
    return FacultyDate(period="AM", duty="precepts", **on), FacultyDate(period="PM", duty="", **on)


@case
def absence_is_of_one_person() -> Rows:
    away = {"first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY, "resident": make_resident()}
    return Absence(**away), Absence(faculty=make_faculty(), **{**away, "period": "AM"})


@case
def absence_ends_after_it_starts() -> Rows:
    away = {"resident": make_resident(), "first_date": FIRST_MONDAY}
    return Absence(last_date=FIRST_MONDAY, **away), Absence(last_date=DAY_BEFORE, **away)


@case
def absence_of_resident_once() -> Rows:
    away = {"resident": make_resident(), "first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY}
    return Absence(reason="Leave", **away), Absence(reason="Leave again", **away)


@case
def absence_of_faculty_once() -> Rows:
    away = {"faculty": make_faculty(), "first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY}
    return Absence(reason="Conference", **away), Absence(reason="Conference again", **away)


@case
def pairing_one_current_coach() -> Rows:
    resident = make_resident()
    return (
        Pairing(resident=resident, faculty=make_faculty(), first_date=FIRST_MONDAY),
        Pairing(resident=resident, faculty=make_faculty(), first_date=FIRST_MONDAY + timedelta(days=90)),
    )


@case
def pairing_ends_after_it_starts() -> Rows:
    pair = {"resident": make_resident(), "faculty": make_faculty(), "first_date": FIRST_MONDAY}
    return Pairing(last_date=FIRST_MONDAY, **pair), Pairing(last_date=DAY_BEFORE, **pair)


@case
def run_number_once_in_year() -> Rows:
    numbered = {"year": make_year(), "number": 1, **RUN}
    return SolveRun(seed=1, **numbered), SolveRun(seed=2, **numbered)


@case
def running_run_holds_a_lease() -> Rows:
    running = {"year": make_year(), "state": "running", **RUN}
    return SolveRun(number=1, lease_until=timezone.now(), **running), SolveRun(number=2, **running)


@case
def ended_run_says_when() -> Rows:
    failed = {"year": make_year(), "state": "failed", **RUN}
    return SolveRun(number=1, ended_at=timezone.now(), **failed), SolveRun(number=2, **failed)


@case
def schedule_version_once_in_year() -> Rows:
    version = {"year": make_year(), "version": 1}
    return Schedule(state="archived", **version), Schedule(state="draft", **version)


@case
def schedule_one_published_in_year() -> Rows:
    published = {"year": make_year(), "state": "published"}
    return Schedule(version=1, **published), Schedule(version=2, **published)


@case
def schedule_one_coach_per_resident() -> Rows:
    place = {"schedule": make_schedule(), "resident": make_resident()}
    return ScheduleCoach(faculty=make_faculty(), **place), ScheduleCoach(faculty=make_faculty(), **place)


@case
def resident_one_place_in_half_day() -> Rows:
    half_day = {"date": FIRST_MONDAY, "period": "AM"}
    place = {"schedule": make_schedule(), "resident": make_resident(), **half_day}
    return Assignment(session=make_session(), **place), Assignment(session=make_session(), **place)


@case
def faculty_one_place_in_half_day() -> Rows:
    half_day = {"date": FIRST_MONDAY, "period": "AM"}
    place = {"schedule": make_schedule(), "faculty": make_faculty(), **half_day}
    return Precepting(session=make_session(), **place), Precepting(session=make_session(), **place)


@case
def precepting_is_in_clinic() -> Rows:
    schedule, session = make_schedule(), make_session()
    place = {"schedule": schedule, "session": session, "date": session.date, "period": session.period}
    return (
        Precepting(faculty=make_faculty(), duty="own_clinic", **place),
        Precepting(faculty=make_faculty(), duty="offered", **place),
    )


def broken_glass(**fields: object) -> BrokenGlass:
    """A record opened for an hour."""
    now = timezone.now()
    given = {"why": "Asked by counsel", "opened_at": now, "until": now + timedelta(hours=1), **fields}
    return BrokenGlass(resident=make_resident(), opened_by=make_user(), **given)


@case
def broken_glass_ends_after_it_begins() -> Rows:
    now = timezone.now()
    return broken_glass(), broken_glass(opened_at=now, until=now)


@case
def broken_glass_has_a_reason() -> Rows:
    return broken_glass(), broken_glass(why="")


@case
def pairing_draft_one_plan_per_resident_and_year() -> Rows:
    plan = {"year": make_year(), "resident": make_resident()}
    return PairingDraft(**plan), PairingDraft(faculty=make_faculty(), **plan)


@case
def pairing_wish_once_per_pair() -> Rows:
    pair = {"program": make_program(), "resident": make_resident(), "faculty": make_faculty()}
    return PairingWish(kind="wish", **pair), PairingWish(kind="exclusion", **pair)


@case
def pairing_wish_weighs_something() -> Rows:
    wished = {"program": make_program(), "faculty": make_faculty(), "kind": "wish"}
    return (
        PairingWish(resident=make_resident(), weight=1, **wished),
        PairingWish(resident=make_resident(), weight=0, **wished),
    )
