"""Rules and settings: what is set, what a change would break, and saving it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import Role
from scheduling.forms.settings import OF_PROGRAM, OF_ROW
from scheduling.models import Holiday, Program, ProtectedTeaching, Session, Site
from tests.factories import make_rotation, make_site, make_user
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule, make_small_year

pytestmark = pytest.mark.usefixtures("in_june")
SECTIONS = [*OF_PROGRAM, *OF_ROW]
HIDDEN = re.compile(r'<input type="hidden" name="(seen|looked_at|key)" value="([^"]*)">')
SOURCE = re.compile(r"Source: ")


@pytest.fixture
def in_june() -> Any:
    """Before the year begins."""
    with time_machine.travel("2026-06-01T15:00Z", tick=False):
        yield


def address(small: SmallYear, section: str) -> str:
    row = {"rotation": small.rotation.pk}.get(section, small.site.pk)
    if section in OF_ROW:
        return reverse("scheduling:settings_row", args=[small.program.pk, section, row])
    return reverse("scheduling:settings_section", args=[small.program.pk, section])


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send: the fields as they stand, and the hidden ones."""
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value is not None and value is not False} | dict(
        HIDDEN.findall(page.content.decode())
    )


def change(desk: Client, small: SmallYear, section: str, said: Mapping[str, Any]) -> Any:
    """Look at a change, without saving it."""
    at = address(small, section)
    sent = {**filled(desk.get(at)), **said}
    return desk.post(at, {name: value for name, value in sent.items() if value is not None})


def save(desk: Client, small: SmallYear, section: str, said: Mapping[str, Any]) -> Any:
    """Look at a change, then save it."""
    looked = change(desk, small, section, said)
    assert looked.status_code == 200, looked.context["form"].errors
    return desk.post(address(small, section), {**filled(looked), "save": "1"}, follow=True)


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_names_its_source_and_changes_nothing_as_it_stands(
    section: str, small: SmallYear, desk: Client
) -> None:
    page = desk.get(address(small, section))
    assert SOURCE.search(page.content.decode())
    if section == "dates":
        return
    found = change(desk, small, section, {})
    assert found.status_code == 200, found.context["form"].errors
    assert "Nothing would change" in found.content.decode()


@pytest.mark.parametrize("section", SECTIONS)
def test_nonsense_is_answered_on_the_page(section: str, small: SmallYear, desk: Client) -> None:
    at = address(small, section)
    fields = desk.get(at).context["form"].fields
    for rubbish in ("-1", "99999999999999999999", "NaN", "\x00", "x" * 300, "2026-02-31"):
        answer = desk.post(at, {**dict.fromkeys(fields, rubbish), **filled_hidden(desk, at)})
        assert answer.status_code in {200, 422}
    assert desk.post(at, {"seen": "forged", "key": "no"}).status_code == 422


def filled_hidden(desk: Client, at: str) -> dict[str, str]:
    return dict(HIDDEN.findall(desk.get(at).content.decode()))


def test_a_change_is_looked_at_before_it_is_saved(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small)
    at = address(small, "supervision")
    sent = {**filled(desk.get(at)), "residents_per_preceptor": "1", "save": "1"}
    looked = desk.post(at, sent)
    assert "would break rules in 1 place where it keeps them now" in looked.content.decode()
    small.program.refresh_from_db()
    assert small.program.residents_per_preceptor == 4
    saved = desk.post(at, {**filled(looked), "save": "1"}, follow=True)
    assert "Residents per preceptor: 4 → 1" in saved.content.decode()
    small.program.refresh_from_db()
    assert small.program.residents_per_preceptor == 1


def test_what_was_not_looked_at_is_not_saved(small: SmallYear, desk: Client) -> None:
    looked = change(desk, small, "notice", {"notice_days": "7"})
    again = desk.post(address(small, "notice"), {**filled(looked), "notice_days": "3", "save": "1"})
    assert again.status_code == 200
    small.program.refresh_from_db()
    assert small.program.notice_days == 14


@pytest.mark.parametrize(("days", "said"), [("-1", "The least"), ("400", "The most")])
def test_a_number_out_of_range_says_what_can_be_set(
    small: SmallYear, desk: Client, days: str, said: str
) -> None:
    page = change(desk, small, "notice", {"swap_days": days})
    [error] = page.context["form"].errors["swap_days"]
    assert error.startswith(f"{said} that can be set here is ")


def test_a_page_from_before_somebody_elses_change_says_both_values(small: SmallYear, desk: Client) -> None:
    looked = change(desk, small, "notice", {"notice_days": "7"})
    Program.objects.filter(pk=small.program.pk).update(notice_days=21)
    refused = desk.post(address(small, "notice"), {**filled(looked), "save": "1"})
    assert refused.status_code == 409
    said = refused.content.decode()
    assert "Days of notice was 14 when you opened the page. Somebody set it to 21 since; you wrote 7." in said
    assert refused.context["form"]["notice_days"].value() == "7"
    assert desk.post(address(small, "notice"), {**filled(refused), "save": "1"}).status_code == 302
    small.program.refresh_from_db()
    assert small.program.notice_days == 7


def test_the_last_change_is_taken_back_and_made_again(small: SmallYear, desk: Client) -> None:
    done = save(desk, small, "notice", {"notice_days": "7"})
    step = {"step": done.context["undo"].pk}
    undone = desk.post(reverse("scheduling:settings_undo", args=[small.program.pk]), step, follow=True)
    assert "Taken back: Days of notice: 14 → 7." in undone.content.decode()
    desk.post(reverse("scheduling:settings_redo", args=[small.program.pk]), step)
    small.program.refresh_from_db()
    assert small.program.notice_days == 7


def test_steps_that_no_page_shows_change_nothing(small: SmallYear, desk: Client) -> None:
    at = reverse("scheduling:settings_undo", args=[small.program.pk])
    for step in ("", "x", "0", "99"):
        assert desk.post(at, {"step": step}, follow=True).context["undo"] is None


def test_a_rotation_lists_its_half_days_and_its_odd_weeks(small: SmallYear, desk: Client) -> None:
    said = {"rule_0": "listed", "box_0_0_AM": "on", "rule_2": "none", "max_per_week": "1"}
    done = save(desk, small, "rotation", said)
    [line] = done.context["page"].rotations
    assert line.rule == "Mon AM; week 2 otherwise"
    assert line.rotation.max_per_week == 1


@pytest.mark.parametrize(
    ("section", "said", "reason"),
    [
        ("rotation", {"min_per_week": "3"}, "At least 3 a week is more than at most 2."),
        ("rotation", {"rule_0": "listed"}, "Tick at least one half-day, or choose None."),
        ("score", {"worth_1": "9"}, "Worths never rise"),
        ("score", {"share_0": "90"}, "Each step must reach further"),
        ("score", {"share_3": "100"}, "The last step must be left open"),
        ("score", {"worth_1": None}, "Each step needs the worth"),
        ("site", {"pm_end": "12:00"}, "It must end after it begins."),
        ("targets", {"min_1": "50"}, "At least 50 is more than at most 10."),
        ("holidays", {"date": "2026-07-03"}, "A holiday needs both its date and its name."),
        ("holidays", {"date": "2026-05-01", "name": "Labour"}, "This day is past"),
        ("dates", {"first": "2026-05-01", "rooms": "0"}, "This day is past"),
        ("dates", {"first": "2026-07-04", "rooms": "0"}, "There is no session on these days"),
        ("dates", {"first": "2026-07-06", "last": "2026-07-01", "rooms": "0"}, "comes before the first"),
        ("week", {"since": "2030-01-01"}, "The year 2026-2027 ends on"),
    ],
)
def test_what_cannot_be_says_why(
    section: str, said: dict[str, Any], reason: str, small: SmallYear, desk: Client
) -> None:
    answer = change(desk, small, section, said)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_two_sites_do_not_share_a_letter(small: SmallYear, desk: Client) -> None:
    make_site(small.program, letter="E", name="East")
    answer = change(desk, small, "site", {"letter": "E"})
    assert "East has this letter" in answer.content.decode()


def test_rooms_of_the_week_change_from_a_date_on_but_not_where_a_date_has_its_own(
    small: SmallYear, desk: Client
) -> None:
    Session.objects.filter(site=small.site, date="2026-07-13").update(rooms=1, note="Lent")
    save(desk, small, "week", {"since": "2026-07-06", "rooms_0_AM": "5", "rooms_4_PM": "2"})
    mondays = Session.objects.filter(site=small.site, period="AM", date__week_day=2).order_by("date")
    assert [one.rooms for one in mondays][:4] == [3, 5, 1, 5]
    assert Session.objects.filter(site=small.site, period="PM").count() == 7


def test_a_closure_says_why(small: SmallYear, desk: Client) -> None:
    said = {"first": "2026-06-29", "last": "2026-06-30", "rooms": "0", "note": "Closed for the move"}
    save(desk, small, "dates", said)
    page = desk.get(address(small, "dates")).content.decode()
    assert page.count("closed (Closed for the move)") == 2


def test_targets_of_a_class_at_once(small: SmallYear, desk: Client) -> None:
    save(desk, small, "targets", {"min_1": "3", "max_1": "9"})
    assert [(row.clinics_min, row.clinics_max) for row in small.year.residents.order_by("pgy")] == [
        (3, 9),
        (2, 10),
    ]


def test_holidays_and_teaching_are_added_and_taken_away(small: SmallYear, desk: Client) -> None:
    save(desk, small, "holidays", {"date": str(TUESDAY), "name": "Founders' day"})
    save(desk, small, "teaching", {"weekday": "2", "period": "PM", "pgys": ["1"], "weeks": ["1", "3"]})
    assert Holiday.objects.get().name == "Founders' day"
    assert ProtectedTeaching.objects.get().weeks_of_month == [1, 3]
    save(desk, small, "holidays", {"remove": [str(TUESDAY)]})
    save(desk, small, "teaching", {"remove": ["Wed PM, PGY-1, the 1st and 3rd of the month"]})
    assert not Holiday.objects.exists()
    assert not ProtectedTeaching.objects.exists()


def test_pieces_of_the_score(small: SmallYear, desk: Client) -> None:
    save(desk, small, "score", {"share_0": "50", "worth_0": "9", "own_clinic_counts": None})
    small.program.refresh_from_db()
    assert small.program.overlap_pieces == [[0.5, 9], [0.6, 4], [0.8, 2], [None, 1]]
    assert small.program.own_clinic_counts is False


def test_before_the_first_year_the_programs_own_rules_can_be_set(program: Program, desk: Client) -> None:
    page = desk.get(reverse("scheduling:settings", args=[program.pk]))
    assert "No rotation yet" in page.content.decode()
    assert "targets" not in page.context["sections"]
    assert desk.get(reverse("scheduling:settings_section", args=[program.pk, "targets"])).status_code == 404
    assert desk.get(reverse("scheduling:settings_section", args=[program.pk, "score"])).status_code == 200


def test_rows_of_another_program_are_not_found(
    small: SmallYear, other_program: Program, desk: Client
) -> None:
    theirs = make_small_year(other_program)
    for section, row in (
        ("rotation", theirs.rotation.pk),
        ("site", theirs.site.pk),
        ("week", theirs.site.pk),
    ):
        at = reverse("scheduling:settings_row", args=[small.program.pk, section, row])
        assert desk.get(at).status_code == 404
        assert desk.post(at, {}).status_code == 404


def test_chief_residents_may_too(small: SmallYear, as_user: SignIn) -> None:
    chief = as_user(make_user(program=small.program, role=Role.CHIEF))
    assert save(chief, small, "notice", {"notice_days": "7"}).status_code == 200
    small.program.refresh_from_db()
    assert small.program.notice_days == 7


@pytest.mark.parametrize("size", [1, 3])
def test_the_first_page_costs_the_same_for_one_rotation_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    make_small_year(program, residents=size)
    for _ in range(size - 1):
        make_rotation(program, clinic_rule="listed")
        make_site(program)
    with django_assert_num_queries(32):
        desk.get(reverse("scheduling:settings", args=[program.pk]))


@pytest.mark.parametrize("size", [1, 3])
def test_a_look_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    make_small_schedule(small)
    at = address(small, "targets")
    sent = {**filled(desk.get(at)), "min_1": "8"}
    with django_assert_num_queries(45):
        desk.post(at, sent)


def test_the_sites_of_the_page_are_the_programs_own(small: SmallYear, desk: Client) -> None:
    page = desk.get(reverse("scheduling:settings", args=[small.program.pk])).context["page"]
    assert list(page.sites) == list(Site.objects.filter(program=small.program))
    assert MONDAY.year == 2026
