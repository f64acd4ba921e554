"""Why a clinic is where it is, and what was done."""

from datetime import timedelta

from django.test import Client

from scheduling.models import EditKind, Schedule, ScheduleState, Session
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.steps import edit_draft
from tests.factories import make_user
from tests.scheduling_pages.workbench.asking import asked, shown, url
from tests.services.drafting import Drafting, make_drafting, place_of


def test_why_tells_of_the_coach_the_week_and_the_history(at: Drafting, desk: Client) -> None:
    edit_draft(
        schedule=at.draft,
        actor=make_user("Alma Sandoval"),
        step=pin_step(at.draft, place_of(at.nadia, at.monday()), is_pinned=True, key="pin-a-cell"),
    )
    page = asked(desk, at, "why", place=place_of(at.nadia, at.monday()).key)
    assert (
        "Together with Dr. Lindqvist, who is in clinic then. One of 2 half-days together this year." in page
    )
    assert "This week asks for 0 to 2 clinics; 2 half-days are allowed." in page
    assert "Pinned: a new solve leaves it as it is." in page
    assert "Alma Sandoval: Pinned: Nadia Boateng, Mon 29 Jun, AM" in page


def test_why_not_names_the_rule_and_what_the_week_allows(at: Drafting, desk: Client) -> None:
    Session.objects.create(site=at.small.site, date=at.day(0) + timedelta(days=2), period="PM", rooms=0)
    page = asked(desk, at, "why", place=f"{at.nadia.pk}/{(at.day(0) + timedelta(days=2)).isoformat()}/PM")
    assert "The clinic is closed on this half-day." in page


def test_the_history_page_tells_who_did_what_and_why(at: Drafting, desk: Client) -> None:
    assert "Nobody has changed" in asked(desk, at, "history")
    alma = make_user("Alma Sandoval")
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.tomas, at.tuesday(1)))
    page = asked(desk, at, "history")
    assert "1 step changed" in page
    assert "Alma Sandoval" in page
    assert "we agreed" in page


def test_a_resident_of_another_program_is_not_found(at: Drafting, desk: Client) -> None:
    other = make_drafting()
    place = place_of(other.nadia, other.monday()).key
    assert desk.get(url("why", at.draft), {"place": place}).status_code == 404


def test_a_published_version_is_asked_about_but_not_edited(at: Drafting, desk: Client) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.PUBLISHED)
    asked(desk, at, "why", place=place_of(at.nadia, at.monday()).key)
    change = [one.key for one in at.add(at.nadia, at.monday(1)).changes]
    answer = desk.post(url("edits", at.draft), shown(at, kind=EditKind.ADD, key="a-new-key", change=change))
    assert answer.status_code == 422
    assert "stays as it is" in answer.json()["refused"][0]
