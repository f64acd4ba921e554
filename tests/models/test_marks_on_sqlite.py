"""SQLite drops the triggers that leave marks when a table is rebuilt; PostgreSQL keeps them."""

import pytest
from django.apps import apps
from django.db import connection

from scheduling.kept import marks_seen
from scheduling.marks import EVENTS, renew_marking
from scheduling.models import Program
from tests.factories import make_program

pytestmark = pytest.mark.django_db


def test_a_trigger_lost_with_a_rebuilt_table_is_back_after_the_next_migration() -> None:
    program = make_program()
    with connection.cursor() as cursor:
        for event in EVENTS:
            cursor.execute(f"DROP TRIGGER scheduling_program_leaves_mark_after_{event}")
    before = marks_seen()
    Program.objects.filter(pk=program.pk).update(sessions_per_day=2)
    assert marks_seen() == before
    renew_marking(using="default", sender=apps.get_app_config("scheduling"))
    assert marks_seen() != before, "what the migration itself changed left no mark"
    before = marks_seen()
    Program.objects.filter(pk=program.pk).update(sessions_per_day=1)
    assert marks_seen() != before
