"""Nobody can be in two places in one half-day, by any path, raw SQL included."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from scheduling.models import Assignment, Precepting, Session
from tests.factories import (
    FIRST_MONDAY,
    assign,
    make_faculty,
    make_resident,
    make_schedule,
    make_session,
    precept,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TUESDAY = FIRST_MONDAY + timedelta(days=1)
Placed = Assignment | Precepting


def assigned() -> Assignment:
    """A resident in a Monday session."""
    return assign(make_schedule(), make_resident(), make_session())


def precepting() -> Precepting:
    """A faculty member in a Monday session."""
    return precept(make_schedule(), make_faculty(), make_session())


everybody = pytest.mark.parametrize("place", [assigned, precepting])


def insert_beside(placed: Placed, session: Session, *, date: str, period: str = "AM") -> None:
    """Put the same person of the same version somewhere else, past Django, in raw SQL."""
    whose, last = ("resident_id", "pinned") if isinstance(placed, Assignment) else ("faculty_id", "duty")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {placed._meta.db_table} (schedule_id, session_id, {whose}, {last}, date, period)"
            f" SELECT schedule_id, %s, {whose}, {last}, %s, %s FROM {placed._meta.db_table} WHERE id = %s",
            [session.pk, date, period, placed.pk],
        )


def change(table: str, pk: int, **values: str | int) -> None:
    """Change one row past Django, in raw SQL."""
    columns = ", ".join(f"{name} = %s" for name in values)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*values.values(), pk])


@everybody
def test_raw_sql_cannot_put_a_person_in_two_sessions_of_a_half_day(place: Callable[[], Placed]) -> None:
    placed, elsewhere = place(), make_session()
    afternoon = make_session(elsewhere.site, period="PM")
    insert_beside(placed, afternoon, date=FIRST_MONDAY.isoformat(), period="PM")
    with pytest.raises(IntegrityError):
        insert_beside(placed, elsewhere, date=FIRST_MONDAY.isoformat())


@everybody
def test_raw_sql_cannot_give_a_place_another_half_day_than_its_session(place: Callable[[], Placed]) -> None:
    placed, elsewhere = place(), make_session()
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        insert_beside(placed, elsewhere, date=TUESDAY.isoformat())
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        insert_beside(placed, elsewhere, date=FIRST_MONDAY.isoformat(), period="PM")


@everybody
def test_raw_sql_cannot_move_a_place_away_from_its_session(place: Callable[[], Placed]) -> None:
    placed = place()
    tuesday = make_session(placed.session.site, day=TUESDAY)
    change(placed._meta.db_table, placed.pk, session_id=tuesday.pk, date=TUESDAY.isoformat())
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        change(placed._meta.db_table, placed.pk, date=FIRST_MONDAY.isoformat())
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        change(placed._meta.db_table, placed.pk, period="EVE")
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        change(placed._meta.db_table, placed.pk, session_id=placed.session_id)


@everybody
def test_raw_sql_cannot_move_a_session_away_from_those_placed_in_it(place: Callable[[], Placed]) -> None:
    taken, empty = place().session, make_session()
    change("scheduling_session", empty.pk, date=TUESDAY.isoformat())
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        change("scheduling_session", taken.pk, date=TUESDAY.isoformat())
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        change("scheduling_session", taken.pk, period="EVE")


@everybody
def test_a_draft_may_place_a_person_differently_from_another_draft(place: Callable[[], Placed]) -> None:
    placed, other, elsewhere = place(), make_schedule(), make_session()
    if isinstance(placed, Assignment):
        assign(other, placed.resident, elsewhere)
    else:
        precept(other, placed.faculty, elsewhere)
    assert type(placed)._default_manager.filter(date=FIRST_MONDAY, period="AM").count() == 2
