"""Events that schedules kept before there was one trail are in it after the upgrade, as they were."""

import sqlite3
from pathlib import Path

import pytest

from tests.installation import SQLITE_NAME, CommandFailed, Installation

USER = """
INSERT INTO accounts_user (id, password, is_superuser, email, name, is_active, is_staff, date_joined)
VALUES (1, '', 0, 'c@example.org', 'Corinne Ordway', 1, 0, '2026-01-01')
"""
PROGRAM = """
INSERT INTO scheduling_program (
    id, name, time_zone, clinic_line, residents_per_preceptor, intern_weight, intern_months, sessions_per_day,
    max_gap_weeks, contact_window_weeks, notice_days, own_clinic_counts, overlap_pieces, missed_window
) VALUES (1, 'Riverside', 'UTC', '', 4, 1, 0, 1, 6, 4, 14, 1, '[]', 0.5)
"""
EVENT = """
INSERT INTO scheduling_scheduleevent (program_id, at, actor_id, kind, subject, detail)
VALUES (1, '2026-03-02 15:04:05', 1, 'published', 'Published 1', '{"version": 1}')
"""
TAKEN_OVER = "SELECT at, kind, actor_id, actor_name, program_id, subject, after FROM trail_event"


def test_the_events_of_schedules_are_taken_over_and_no_way_back_drops_them(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    installation.manage("migrate", "scheduling", "0005", "--verbosity=0")
    with sqlite3.connect(installation.var_dir / SQLITE_NAME) as database:
        for statement in (USER, PROGRAM, EVENT):
            database.execute(statement)
    installation.manage("migrate", "--verbosity=0")
    with pytest.raises(CommandFailed, match=r"not reversible|Irreversible"):
        installation.manage("migrate", "trail", "0001", "--verbosity=0")
    with sqlite3.connect(installation.var_dir / SQLITE_NAME) as database:
        rows = database.execute(TAKEN_OVER).fetchall()
    assert rows == [
        ("2026-03-02 15:04:05", "published", 1, "Corinne Ordway", 1, "Published 1", '{"version": 1}')
    ]
    with (
        sqlite3.connect(installation.var_dir / SQLITE_NAME) as database,
        pytest.raises(sqlite3.IntegrityError, match="trail_is_only_added_to"),
    ):
        database.execute("DELETE FROM trail_event")
