"""What the database itself refuses: changing the trail, and removing from it what is to be kept.

Triggers on both databases, raw SQL included. A row goes only if a pruning says so, and no pruning may reach the last
thirty days. SQLite drops triggers when Django rebuilds a table, so they are looked after again at the end of every
migration.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("trail_event", "trail_pruning")
NAMES = (
    "{table}_is_only_added_to_changed",
    "{table}_is_only_added_to_removed",
    "{table}_is_only_added_to_replaced",
)
TOO_EARLY = "trail_pruning_leaves_thirty_days"

_POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'trail_event' THEN
            IF EXISTS (SELECT 1 FROM trail_pruning WHERE before > OLD.at) THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'trail_is_only_added_to' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION trail_pruning_leaves_thirty_days() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.before > now() - interval '30 days' THEN
            RAISE EXCEPTION 'trail_pruning_leaves_thirty_days' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER trail_event_is_only_added_to_changed BEFORE UPDATE OR TRUNCATE ON trail_event
    FOR EACH STATEMENT EXECUTE FUNCTION trail_is_only_added_to()
    """,
    """
    CREATE OR REPLACE TRIGGER trail_event_is_only_added_to_removed BEFORE DELETE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_is_only_added_to()
    """,
    """
    CREATE OR REPLACE TRIGGER trail_pruning_is_only_added_to_changed BEFORE UPDATE OR TRUNCATE ON trail_pruning
    FOR EACH STATEMENT EXECUTE FUNCTION trail_is_only_added_to()
    """,
    """
    CREATE OR REPLACE TRIGGER trail_pruning_is_only_added_to_removed BEFORE DELETE ON trail_pruning
    FOR EACH ROW EXECUTE FUNCTION trail_is_only_added_to()
    """,
    """
    CREATE OR REPLACE TRIGGER trail_pruning_leaves_thirty_days BEFORE INSERT ON trail_pruning
    FOR EACH ROW EXECUTE FUNCTION trail_pruning_leaves_thirty_days()
    """,
]
_SQLITE = [
    """
    CREATE TRIGGER IF NOT EXISTS trail_event_is_only_added_to_changed BEFORE UPDATE ON trail_event
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS trail_event_is_only_added_to_removed BEFORE DELETE ON trail_event
    WHEN NOT EXISTS (SELECT 1 FROM trail_pruning WHERE before > OLD.at)
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS trail_pruning_is_only_added_to_changed BEFORE UPDATE ON trail_pruning
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS trail_pruning_is_only_added_to_removed BEFORE DELETE ON trail_pruning
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    # INSERT OR REPLACE removes a row without its trigger for removals.
    """
    CREATE TRIGGER IF NOT EXISTS trail_event_is_only_added_to_replaced BEFORE INSERT ON trail_event
    WHEN EXISTS (SELECT 1 FROM trail_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS trail_pruning_is_only_added_to_replaced BEFORE INSERT ON trail_pruning
    WHEN EXISTS (SELECT 1 FROM trail_pruning WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'trail_is_only_added_to'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS trail_pruning_leaves_thirty_days BEFORE INSERT ON trail_pruning
    WHEN NEW.before > datetime('now', '-30 days')
    BEGIN SELECT RAISE(ABORT, 'trail_pruning_leaves_thirty_days'); END
    """,
]


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guards up, in a migration."""
    put_up(schema_editor.connection)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them down again."""
    take_down(schema_editor.connection)


def renew_guards(using: str, **_signal: Any) -> None:
    """After a migration: put back what was lost with a rebuilt table."""
    connection = connections[using]
    if set(TABLES) <= set(connection.introspection.table_names()):
        put_up(connection)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are not there."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, where the tables are to go or, in tests, to be emptied."""
    on = {table: f" ON {table}" if connection.vendor == "postgresql" else "" for table in TABLES}
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in NAMES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name.format(table=table)}{on[table]}")
        cursor.execute(f"DROP TRIGGER IF EXISTS {TOO_EARLY}{on['trail_pruning']}")
