"""What a save changes in settings and people is on the trail, without addresses and numbers."""

import json

import pytest
from auditlog.models import LogEntry
from django.test import Client

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from tests.factories import make_faculty, resident_of

pytestmark = pytest.mark.django_db


def changed(kind: EventKind) -> Event:
    event: Event = Event.objects.get(kind=kind)
    return event


def test_a_setting_changed_in_the_administration_says_by_whom_and_from_what_to_what(
    client: Client, site_admin: User, program: Program
) -> None:
    client.force_login(site_admin)
    page = f"/admin/scheduling/program/{program.pk}/change/"
    form = {
        "sites-TOTAL_FORMS": "0",
        "sites-INITIAL_FORMS": "0",
        "name": program.name,
        "time_zone": "America/Chicago",
    }
    assert client.post(page, {**form, "clinic_line": "555 0100"}, REMOTE_ADDR="192.0.2.9").status_code == 302
    event = changed(EventKind.SETTINGS_CHANGED)
    assert (event.actor, event.program_id, event.address) == (site_admin, program.pk, "192.0.2.9")
    assert (event.before["time_zone"], event.after["time_zone"]) == ("America/New_York", "America/Chicago")


def test_of_addresses_and_numbers_only_that_they_changed(program: Program, resident: User) -> None:
    row = resident_of(resident)
    row.email, row.phone, row.off_cycle = "private@example.org", "555 0199", True
    row.save()
    event = changed(EventKind.PERSON_CHANGED)
    assert event.about == resident
    assert set(event.after) == {"email", "phone", "off_cycle"}
    assert event.after["off_cycle"] == "True"
    said = json.dumps([event.before, event.after])
    assert "private" not in said
    assert "0199" not in said


def test_an_account_that_becomes_a_site_administrators_is_told(nurse: User) -> None:
    nurse.is_staff = True
    nurse.save()
    assert changed(EventKind.ACCOUNT_CHANGED).after == {"is_staff": "True"}


def test_a_password_and_a_sign_in_are_not_changes_of_an_account(nurse: User) -> None:
    nurse.set_password("a better battery staple")
    nurse.save()
    assert not Event.objects.filter(kind=EventKind.ACCOUNT_CHANGED).exists()


def test_what_is_saved_unchanged_or_new_is_no_change(program: Program) -> None:
    make_faculty(program).save()
    assert not Event.objects.exists()


def test_somebody_removed_is_told(program: Program) -> None:
    make_faculty(program, "Gone, Gil").delete()
    assert changed(EventKind.PERSON_CHANGED).subject == "Faculty Gil Gone, removed"


def test_no_second_copy_is_kept_where_it_could_be_changed(nurse: User) -> None:
    nurse.name = "Nura Seyoum"
    nurse.save()
    assert changed(EventKind.ACCOUNT_CHANGED)
    assert not LogEntry.objects.exists()
