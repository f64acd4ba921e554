"""What ties a placed person to the half-day of their session, in the database itself.

``Assignment`` and ``Precepting`` repeat the session's date and half-day, so that one unique constraint can say
that nobody is in two places at once. The ties see to it that the repeated values can never part from the
session's, raw SQL included: on PostgreSQL a foreign key over all three columns, on SQLite triggers. SQLite
drops triggers when Django rebuilds a table, so they are looked after again at the end of every migration.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PLACED_TABLES = ("scheduling_assignment", "scheduling_precepting")

_POSTGRESQL_TIE = """
ALTER TABLE {table} ADD CONSTRAINT {table}_half_day_is_its_sessions
FOREIGN KEY (session_id, date, period) REFERENCES scheduling_session (id, date, period)
DEFERRABLE INITIALLY IMMEDIATE
"""
_POSTGRESQL_UNTIE = "ALTER TABLE {table} DROP CONSTRAINT {table}_half_day_is_its_sessions"

_SQLITE_TIE = """
    CREATE TRIGGER IF NOT EXISTS {table}_half_day_is_its_sessions_{verb} BEFORE {event} ON {table}
    WHEN NOT EXISTS (SELECT 1 FROM scheduling_session AS s
                     WHERE s.id = NEW.session_id AND s.date = NEW.date AND s.period = NEW.period)
    BEGIN SELECT RAISE(ABORT, '{table}_half_day_is_its_sessions'); END
"""
_SQLITE_SESSION_TIE = """
    CREATE TRIGGER IF NOT EXISTS {table}_half_day_is_its_sessions_moved
    BEFORE UPDATE OF id, date, period ON scheduling_session
    WHEN EXISTS (SELECT 1 FROM {table} AS p WHERE p.session_id = OLD.id
                 AND (OLD.id <> NEW.id OR p.date <> NEW.date OR p.period <> NEW.period))
    BEGIN SELECT RAISE(ABORT, '{table}_half_day_is_its_sessions'); END
"""
_SQLITE_EVENTS = {"added": "INSERT", "changed": "UPDATE OF session_id, date, period"}


def tie(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tie the tables, once, in a migration."""
    if schema_editor.connection.vendor == "postgresql":
        for table in PLACED_TABLES:
            schema_editor.execute(_POSTGRESQL_TIE.format(table=table))
    else:
        _create_triggers(schema_editor.connection)


def untie(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the ties off again."""
    if schema_editor.connection.vendor == "postgresql":
        for table in PLACED_TABLES:
            schema_editor.execute(_POSTGRESQL_UNTIE.format(table=table))
        return
    for table in PLACED_TABLES:
        for verb in (*_SQLITE_EVENTS, "moved"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_half_day_is_its_sessions_{verb}")


def renew_triggers(using: str, **_signal: Any) -> None:
    """After a migration: put back the triggers that SQLite lost with a rebuilt table."""
    connection = connections[using]
    if connection.vendor == "sqlite" and set(PLACED_TABLES) <= set(connection.introspection.table_names()):
        _create_triggers(connection)


def _create_triggers(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in PLACED_TABLES:
            for verb, event in _SQLITE_EVENTS.items():
                cursor.execute(_SQLITE_TIE.format(table=table, verb=verb, event=event))
            cursor.execute(_SQLITE_SESSION_TIE.format(table=table))
