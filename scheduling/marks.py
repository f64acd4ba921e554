"""The database's own sign that what describes a year has changed, whoever changed it and however.

After every statement on one of the tables below a mark with a random token stands in ``scheduling_datamark``. As long as
the marks that one sees are the same, so are the data: what was made of them may be kept (`scheduling.kept`).
PostgreSQL adds a mark a statement, so that writers never wait for each other; SQLite, whose triggers know rows only and
whose writers take turns anyhow, replaces the one that is there. SQLite drops triggers when Django rebuilds a table, so
they are looked after again at the end of every migration. Of schedules only the published are marked: drafts change with
every edit, and whoever keeps something of them goes by their edition.
"""

import secrets
from typing import Any

from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MARKED_TABLES = tuple(
    f"scheduling_{name}"
    for name in (
        "absence", "academicyear", "block", "faculty", "facultydate", "facultyhalfday", "holiday", "pairing",
        "pairingwish", "program", "protectedteaching", "resident", "residentyear", "rotation", "rotationassignment",
        "rotationhalfday", "rotationweek", "session", "site", "team", "teammember",
    )
)  # fmt: skip
LARGEST_TOKEN = 2**53 - 1
EVENTS = ("insert", "update", "delete")
PUBLISHED = {
    "insert": "NEW.state = 'published'",
    "update": "OLD.state = 'published' OR NEW.state = 'published'",
    "delete": "OLD.state = 'published'",
}

_POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION scheduling_leave_mark() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO scheduling_datamark (token) VALUES (floor(random() * {largest})::bigint);
        RETURN NULL;
    END $$
"""
_POSTGRESQL_TRIGGER = """
    CREATE OR REPLACE TRIGGER {table}_leaves_mark AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scheduling_leave_mark()
"""
_POSTGRESQL_TRIGGER_OF_PUBLISHED = """
    CREATE OR REPLACE TRIGGER scheduling_schedule_leaves_mark_after_{event} AFTER {event} ON scheduling_schedule
    FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION scheduling_leave_mark()
"""
_SQLITE_TRIGGER = """
    CREATE TRIGGER IF NOT EXISTS {table}_leaves_mark_after_{event} AFTER {event} ON {table} {condition}
    BEGIN
        DELETE FROM scheduling_datamark;
        INSERT INTO scheduling_datamark (token) VALUES (abs(random() % {largest}));
    END
"""


def begin_marking(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, in a migration."""
    _create_triggers(schema_editor.connection)


def end_marking(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION scheduling_leave_mark() CASCADE")
        return
    for table in (*MARKED_TABLES, "scheduling_schedule"):
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_leaves_mark_after_{event}")


def renew_marking(using: str, **_signal: Any) -> None:
    """After a migration: put back the triggers that SQLite lost with a rebuilt table, and leave a mark for it.

    What it changed in a table without triggers left none.
    """
    connection = connections[using]
    if not {*MARKED_TABLES, "scheduling_datamark"} <= set(connection.introspection.table_names()):
        return
    if connection.vendor == "sqlite":
        _create_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scheduling_datamark (token) VALUES (%s)", [secrets.randbelow(LARGEST_TOKEN)]
        )


def _create_triggers(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION.format(largest=LARGEST_TOKEN))
            for table in MARKED_TABLES:
                cursor.execute(_POSTGRESQL_TRIGGER.format(table=table))
            for event, condition in PUBLISHED.items():
                cursor.execute(_POSTGRESQL_TRIGGER_OF_PUBLISHED.format(event=event, condition=condition))
            return
        for table in MARKED_TABLES:
            for event in EVENTS:
                cursor.execute(
                    _SQLITE_TRIGGER.format(table=table, event=event, condition="", largest=LARGEST_TOKEN)
                )
        for event, condition in PUBLISHED.items():
            cursor.execute(
                _SQLITE_TRIGGER.format(
                    table="scheduling_schedule",
                    event=event,
                    condition=f"WHEN {condition}",
                    largest=LARGEST_TOKEN,
                )
            )
