"""The demo says in one line what keeps it from starting, and shows a person worth showing."""

import os
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from coaching.access import own_teams
from coaching.management.demo.data import (
    DemoFailed,
    accounts,
    make_member_accounts,
    make_staff_accounts,
    refuse_real_data,
)
from coaching.management.demo.processes import DemoStopped, free_port
from coaching.management.demo.teams import make_teams
from coaching.selectors.teams import my_teams
from connectedness.accounts.models import Role, User
from scheduling.exchange.demo_program import DEMO_PROGRAM
from scheduling.services.drafts import make_draft
from scheduling.services.publishing import publish_schedule
from tests.factories import make_program, make_resident, make_resident_year, make_user, make_year, resident_of
from tests.services.small_year import make_small_year


def test_a_port_in_use_is_said_in_one_line_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "CONNECTEDNESS_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        == f"CommandError: Port {port} is in use. Choose another: make demo PORT={port + 1}"
    )
    assert not list(tmp_path.glob("*.sqlite3"))


def test_a_free_port_is_found_where_none_is_asked_for() -> None:
    port = free_port(None)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        with pytest.raises(DemoStopped):
            free_port(port)


@pytest.mark.django_db
def test_there_is_one_account_per_role_and_the_resident_has_an_overlap_to_come() -> None:
    small = make_small_year()
    draft = make_draft(run=small.finished_run(), actor=None)
    publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)
    type(small.kofi).objects.filter(pk=small.kofi.pk).update(email="kofi@example.org")
    type(small.ingrid).objects.filter(pk=small.ingrid.pk).update(email="ingrid@example.org")
    make_staff_accounts(small.program)
    make_member_accounts(small.program, date(2026, 6, 29))
    listed = accounts(small.program)
    assert [account.role for account in listed] == [*Role.labels, "Site administrator"]
    assert [account.email for account in listed if account.role in {"Resident", "Faculty"}] == [
        "kofi@example.org",
        "ingrid@example.org",
    ]


@pytest.mark.django_db
def test_the_resident_with_an_account_shares_a_team_with_their_coach_and_a_nurse_who_is_there_with_them() -> (
    None
):
    small = make_small_year()
    draft = make_draft(run=small.finished_run(), actor=None)
    published = publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)
    nurse = make_user("Tomas Birgisson", program=small.program, role=Role.NURSE)
    today = date(2026, 6, 29)
    type(small.kofi).objects.filter(pk=small.kofi.pk).update(email="kofi@example.org")
    type(small.ingrid).objects.filter(pk=small.ingrid.pk).update(email="ingrid@example.org")
    make_member_accounts(small.program, today)
    with time_machine.travel(datetime(2026, 6, 29, 10, tzinfo=UTC), tick=False):
        make_teams(published, today, [nurse])
        page = my_teams(own_teams(nurse), nurse, timezone.now())
    team = next(card for card in page.cards if card.name == "Juniper")
    assert {"Kofi Boateng", "Tomas Birgisson"} <= {line.mate.name for line in team.mates}
    assert page.title.startswith("You are all in clinic")


@pytest.mark.django_db
def test_the_chief_of_a_program_with_many_residents_is_one_of_them_and_has_two_roles() -> None:
    program = make_program(DEMO_PROGRAM)
    year = make_year(program)
    for pgy in [1] * 9 + [3]:
        make_resident_year(make_resident(program, email=f"r{pgy}@example.org"), year, pgy=pgy)
    make_staff_accounts(program)
    listed = {account.email: account.role for account in accounts(program)}
    assert listed["r3@example.org"] == "Chief resident, Resident"
    chief = User.objects.get(email="r3@example.org")
    assert resident_of(chief).years.get().pgy == 3


@pytest.mark.django_db
def test_a_database_with_a_real_program_is_left_alone() -> None:
    refuse_real_data()
    make_program(DEMO_PROGRAM)
    refuse_real_data()
    make_program("A Real Program")
    with pytest.raises(DemoFailed, match="A Real Program, which is no demo"):
        refuse_real_data()
