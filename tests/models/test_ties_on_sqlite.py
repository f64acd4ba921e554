"""SQLite keeps the tie by triggers, which it drops when a table is rebuilt; PostgreSQL keeps a foreign key."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from scheduling.models import Assignment
from scheduling.ties import renew_triggers
from tests.factories import FIRST_MONDAY, assign, make_resident, make_schedule, make_session

pytestmark = pytest.mark.django_db


def move(assignment: Assignment, *, days: int) -> None:
    """Change the date alone, past the session."""
    with transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(date=FIRST_MONDAY + timedelta(days=days))


def test_a_trigger_lost_with_a_rebuilt_table_is_back_after_the_next_migration() -> None:
    assignment = assign(make_schedule(), make_resident(), make_session())
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER scheduling_assignment_half_day_is_its_sessions_changed")
    move(assignment, days=1)
    move(assignment, days=0)
    renew_triggers(using="default", sender=apps.get_app_config("scheduling"))
    with pytest.raises(IntegrityError, match="half_day_is_its_sessions"):
        move(assignment, days=1)
