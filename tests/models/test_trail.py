"""The trail is only ever added to: by the code, and by the database where the code is passed by."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.env import SHORTEST_TRAIL_DAYS
from connectedness.trail.guards import put_up, take_down
from connectedness.trail.models import Event, Pruning, TrailIsOnlyAddedTo
from connectedness.trail.pruning import prune
from scheduling.models import Program
from tests.trail_rows import days_before, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

RAW_CHANGES = [
    "UPDATE trail_event SET subject = 'Version 2'",
    "DELETE FROM trail_event",
    "UPDATE trail_pruning SET before = at",
    "DELETE FROM trail_pruning",
]


def run(statement: str) -> int:
    """Raw SQL, as somebody past the application would send it; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.fixture
def event(program: Program, coordinator: User) -> Event:
    return make_event(
        program=program, actor=coordinator, actor_name=str(coordinator), subject="Version 1", days_ago=50
    )


def test_an_event_cannot_be_changed(event: Event) -> None:
    event.subject = "Version 2"
    with pytest.raises(TrailIsOnlyAddedTo):
        event.save()
    with pytest.raises(TrailIsOnlyAddedTo):
        Event.objects.update(subject="Version 2")
    with pytest.raises(TrailIsOnlyAddedTo), transaction.atomic():
        Event.objects.bulk_update([event], ["subject"])
    event.refresh_from_db()
    assert event.subject == "Version 1"


def test_an_event_cannot_be_deleted(event: Event) -> None:
    with pytest.raises(TrailIsOnlyAddedTo):
        event.delete()
    with pytest.raises(TrailIsOnlyAddedTo):
        Event.objects.all().delete()
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("statement", RAW_CHANGES)
def test_the_database_refuses_what_the_code_would_not_ask(event: Event, statement: str) -> None:
    Pruning.objects.create(before=days_before(60))
    with pytest.raises(IntegrityError, match="trail_is_only_added_to"):
        run(statement)
    take_down(connection)
    assert run(statement) == 1
    put_up(connection)


@pytest.mark.parametrize("key", ["id", "rowid"])
@pytest.mark.parametrize("table", ["trail_event", "trail_pruning"])
def test_a_row_put_in_place_of_another_is_refused(event: Event, table: str, key: str) -> None:
    if connection.vendor != "sqlite":
        return  # Elsewhere putting one in place of another is a change, and refused as one.
    kept = Pruning.objects.create(before=days_before(60)) if table == "trail_pruning" else event
    names = [field.column for field in kept._meta.concrete_fields if field.column != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    values = columns.replace('"at"', "'2020-01-01 00:00:00'")
    replace = f"INSERT OR REPLACE INTO {table} ({key}, {columns}) SELECT id, {values} FROM {table}"
    with pytest.raises(IntegrityError, match="trail_is_only_added_to"):
        run(replace)
    take_down(connection)
    assert run(replace) == 1
    put_up(connection)


def test_emptying_the_table_is_refused_where_a_database_can(event: Event) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="trail_is_only_added_to"):
            run("TRUNCATE trail_event")
    assert Event.objects.count() == 1


def test_an_event_outlives_the_user_and_the_program(
    event: Event, coordinator: User, program: Program
) -> None:
    coordinator.delete()
    program.delete()
    event.refresh_from_db()
    assert event.actor_name == "Corinne Ordway"
    assert (event.actor_id, event.program_id) != (None, None)


def test_old_events_go_and_leave_a_sign(settings: object) -> None:
    settings.TRAIL_KEPT = timedelta(days=100)  # type: ignore[attr-defined]
    make_event(days_ago=101, subject="Old")
    make_event(days_ago=99, subject="Young")
    assert prune() == 1
    assert [event.subject for event in Event.objects.exclude(kind="trail_pruned")] == ["Young"]
    assert Event.objects.get(kind="trail_pruned").after == {"removed": 1}
    assert prune() == 0
    assert Pruning.objects.count() == 1


def test_the_shortest_time_that_can_be_set_does_prune(settings: object) -> None:
    settings.TRAIL_KEPT = timedelta(days=SHORTEST_TRAIL_DAYS)  # type: ignore[attr-defined]
    make_event(days_ago=SHORTEST_TRAIL_DAYS + 1, subject="Old")
    make_event(days_ago=SHORTEST_TRAIL_DAYS - 1, subject="Young")
    assert prune() == 1
    assert [event.subject for event in Event.objects.exclude(kind="trail_pruned")] == ["Young"]


def test_not_even_a_pruning_reaches_the_last_thirty_days() -> None:
    make_event(days_ago=29)
    with pytest.raises(IntegrityError, match="leaves_thirty_days"), transaction.atomic():
        Pruning.objects.create(before=timezone.now())
    Pruning.objects.create(before=days_before(31))
    with pytest.raises(IntegrityError, match="trail_is_only_added_to"):
        run("DELETE FROM trail_event")


def test_a_guard_lost_with_a_rebuilt_table_is_put_up_again(event: Event) -> None:
    take_down(connection)
    assert run("UPDATE trail_event SET subject = 'Version 2'") == 1
    put_up(connection)
    with pytest.raises(IntegrityError):
        run("UPDATE trail_event SET subject = 'Version 3'")
