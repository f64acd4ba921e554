"""Faculty half-days: the overview, one member's page, saving, refusals, steps."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Absence, DataEdit, FacultyDate, FacultyHalfDay, Program, Site
from tests.factories import (
    FIRST_MONDAY,
    coach_in,
    make_faculty,
    make_schedule,
    make_session,
    make_site,
    precept,
)
from tests.half_days.conftest import PublishedYear, make_published_year


def pattern(published: PublishedYear) -> set[tuple[int, str, str, str, tuple[int, ...]]]:
    return {
        (row.weekday, row.period, row.duty, row.site.code, tuple(row.weeks_of_month))
        for row in FacultyHalfDay.objects.filter(faculty=published.coach).select_related("site")
    }


def turns(*rows: dict[str, Any]) -> dict[str, Any]:
    sent = {"turn-TOTAL_FORMS": len(rows), "turn-INITIAL_FORMS": 0}
    return sent | {f"turn-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def address(page: str, published: PublishedYear) -> str:
    return reverse(f"scheduling:{page}", args=[published.small.program.pk, published.coach.pk])


def seen_on(desk: Client, published: PublishedYear, name: str, **asked: str) -> str:
    return str(desk.get(address("faculty_member", published), asked).context[name])


def look_and_save(desk: Client, url: str, sent: dict[str, Any]) -> Any:
    looked = desk.post(url, {**sent, "step": "look"})
    assert looked.status_code == 200, looked.content.decode()
    again = {**sent, "step": "save", "looked": looked.context["proposal"].token}
    return desk.post(url, again)


def half_day(desk: Client, published: PublishedYear, slot: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"slot": slot, "seen": seen_on(desk, published, "slot_seen", slot=slot), **turns(*rows)}


def test_the_title_counts_faculty_and_half_days(published: PublishedYear, desk: Client) -> None:
    other = make_faculty(published.small.program, "Ng, Wei")
    FacultyHalfDay.objects.create(
        faculty=other, year=published.small.year, site=published.small.site, weekday=1, period="AM",
        duty="precepts", weeks_of_month=[1, 3],
    )  # fmt: skip
    page = desk.get(reverse("scheduling:faculty", args=[published.small.program.pk]))
    assert page.context["title"] == "2 faculty precept about 2 half-days a week"
    first = page.context["page"].foot[0]
    assert (first.least, first.most, first.rooms, first.is_short) == (4, 4, 3, False)
    tuesday = page.context["page"].foot[2]
    assert (tuesday.least, tuesday.most, tuesday.is_short) == (0, 4, True)


def test_the_overview_says_who_is_over_the_quota_and_who_is_away(
    published: PublishedYear, desk: Client
) -> None:
    published.coach.weekly_quota = 0
    published.coach.save()
    Absence.objects.create(
        faculty=published.coach, first_date=FIRST_MONDAY, last_date=FIRST_MONDAY, reason="Private words"
    )
    text = desk.get(reverse("scheduling:faculty", args=[published.small.program.pk])).content.decode()
    assert "0, over" in text
    assert "Mon 29 Jun" in text
    assert "Private words" not in text


def test_evenings_and_saturdays_have_a_column_where_a_site_is_open(
    published: PublishedYear, desk: Client
) -> None:
    url = reverse("scheduling:faculty", args=[published.small.program.pk])
    assert "Sat AM" not in desk.get(url).content.decode()
    make_session(published.small.site, day=date(2026, 7, 4))
    assert desk.get(url).context["page"].labels[-1] == "Sat AM"


def test_looking_saves_nothing_and_says_the_price(published: PublishedYear, desk: Client) -> None:
    sent = half_day(desk, published, "0-AM", {"duty": ""})
    page = desk.post(address("faculty_half_day", published), {**sent, "step": "look"})
    assert pattern(published) == {(0, "AM", "precepts", "MAIN", ())}
    text = page.content.decode()
    assert "Costs 2 residents 11 overlaps and leaves 8 sessions short of supervision." in text
    assert "nobody would precept" in text


def test_a_price_of_something_else_does_not_let_it_be_saved(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_half_day", published)
    sent = half_day(desk, published, "0-AM", {"duty": ""})
    token = desk.post(url, {**sent, "step": "look"}).context["proposal"].token
    other = {**sent, **turns({"duty": "own_clinic", "site": published.small.site.pk})}
    page = desk.post(url, {**other, "step": "save", "looked": token})
    assert page.status_code == 200
    assert pattern(published) == {(0, "AM", "precepts", "MAIN", ())}


def test_duties_that_take_turns_are_saved(published: PublishedYear, desk: Client) -> None:
    site = published.small.site.pk
    rows = (
        {"duty": "precepts", "site": site, "weeks": [1, 3]},
        {"duty": "own_clinic", "site": site, "weeks": [2]},
    )
    answer = look_and_save(
        desk, address("faculty_half_day", published), half_day(desk, published, "0-AM", *rows)
    )
    assert answer.status_code == 302
    assert pattern(published) == {
        (0, "AM", "precepts", "MAIN", (1, 3)),
        (0, "AM", "own_clinic", "MAIN", (2,)),
    }
    event = Event.objects.get(kind=EventKind.HALF_DAYS_CHANGED)
    assert event.subject.startswith("Mon AM of Lindqvist, Maja: ")


def test_two_places_in_one_week_are_refused_beside_the_field(published: PublishedYear, desk: Client) -> None:
    east = make_site(published.small.program, code="EAST", name="East", letter="E")
    rows = (
        {"duty": "precepts", "site": published.small.site.pk, "weeks": [1, 2]},
        {"duty": "precepts", "site": east.pk, "weeks": [2]},
    )
    url = address("faculty_half_day", published)
    page = desk.post(url, {**half_day(desk, published, "0-AM", *rows), "step": "save"})
    assert page.status_code == 422
    (error,) = page.context["turns"].forms[1].errors["weeks"]
    assert error.startswith("The row above has “precepts” at Main in the 2nd week as well")
    assert pattern(published) == {(0, "AM", "precepts", "MAIN", ())}
    assert f'value="{east.pk}" selected' in page.content.decode()


def test_a_duty_without_a_site_and_the_same_row_twice_are_refused(
    published: PublishedYear, desk: Client
) -> None:
    site = published.small.site.pk
    url = address("faculty_half_day", published)
    page = desk.post(url, half_day(desk, published, "1-AM", {"duty": "precepts"}))
    assert page.context["turns"].forms[0].errors == {
        "site": ["Choose the site, or choose “Nothing” as the duty."]
    }
    twice = (
        {"duty": "precepts", "site": site, "weeks": [1]},
        {"duty": "precepts", "site": site, "weeks": [2]},
    )
    page = desk.post(url, half_day(desk, published, "1-AM", *twice))
    assert page.context["turns"].forms[1].errors == {
        "duty": ["This stands in a row above. Tick all its weeks there."]
    }


def test_a_page_that_is_old_is_refused_with_both_values_shown(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_half_day", published)
    sent = half_day(desk, published, "0-AM", {"duty": "own_clinic", "site": published.small.site.pk})
    FacultyHalfDay.objects.filter(faculty=published.coach).update(duty="offered")
    page = look_and_save(desk, url, sent)
    assert page.status_code == 409
    refusal = page.context["refusal"]
    assert (refusal.held, refusal.yours) == ("Could precept at Main", "Own clinic at Main")
    assert pattern(published) == {(0, "AM", "offered", "MAIN", ())}
    assert look_and_save(desk, url, {**sent, "seen": refusal.seen}).status_code == 302
    assert pattern(published) == {(0, "AM", "own_clinic", "MAIN", ())}


def test_drafts_follow_and_what_is_published_stays(published: PublishedYear, desk: Client) -> None:
    draft = make_schedule(published.small.year, version=2)
    for resident in published.small.residents:
        coach_in(draft, resident, published.coach)
    precept(draft, published.coach, published.small.session(FIRST_MONDAY))
    url = address("faculty_date", published)
    look_and_save(desk, url, {"day": FIRST_MONDAY.isoformat(), "period": "AM", "duty": "none"})
    monday = {"date": FIRST_MONDAY, "faculty": published.coach}
    assert not draft.preceptings.filter(**monday).exists()
    assert published.schedule.preceptings.filter(**monday).exists()


def test_saving_twice_is_saving_once(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_half_day", published)
    sent = half_day(desk, published, "0-AM", {"duty": "own_clinic", "site": published.small.site.pk})
    assert [look_and_save(desk, url, sent).status_code for _ in range(2)] == [302, 302]
    assert DataEdit.objects.count() == 1


def test_a_step_is_taken_back_and_made_again(published: PublishedYear, desk: Client) -> None:
    sent = half_day(desk, published, "0-AM", {"duty": ""})
    look_and_save(desk, address("faculty_half_day", published), sent)
    assert pattern(published) == set()
    steps = reverse("scheduling:faculty_steps", args=[published.small.program.pk])
    step = DataEdit.objects.get().pk
    desk.post(steps, {"step": step})
    assert pattern(published) == {(0, "AM", "precepts", "MAIN", ())}
    answer = desk.post(steps, {"step": step, "again": "1", "member": published.coach.pk})
    assert answer["Location"] == address("faculty_member", published)
    assert pattern(published) == set()


def test_a_step_is_not_taken_back_over_somebody_elses(published: PublishedYear, desk: Client) -> None:
    sent = half_day(desk, published, "0-AM", {"duty": "own_clinic", "site": published.small.site.pk})
    look_and_save(desk, address("faculty_half_day", published), sent)
    FacultyHalfDay.objects.filter(faculty=published.coach).update(duty="offered")
    steps = reverse("scheduling:faculty_steps", args=[published.small.program.pk])
    page = desk.post(steps, {"step": DataEdit.objects.get().pk}, follow=True)
    assert "Lindqvist, Maja, Mon AM changed since" in page.content.decode()
    assert pattern(published) == {(0, "AM", "offered", "MAIN", ())}


def test_a_date_that_differs_is_saved_changed_and_goes_again(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_date", published)
    monday = FIRST_MONDAY.isoformat()
    sent = {"day": monday, "period": "AM", "duty": "none"}
    assert look_and_save(desk, url, sent).status_code == 302
    assert FacultyDate.objects.get().site is None
    stale = look_and_save(desk, url, {**sent, "duty": "precepts", "site": published.small.site.pk})
    assert stale.status_code == 409
    assert stale.context["refusal"].held == "Not in clinic"
    seen = seen_on(desk, published, "date_seen", date=f"{monday}/AM")
    assert look_and_save(desk, url, {**sent, "duty": "pattern", "seen": seen}).status_code == 302
    assert not FacultyDate.objects.exists()


@pytest.mark.parametrize(
    ("day", "field", "words"),
    [
        ("2027-07-05", "day", "2026-2027 goes from 29 Jun 2026 to 23 Aug 2026."),
        ("2026-06-29", "site", "Choose the site, or “Not in clinic”."),
        ("nonsense", "day", "Enter a valid date."),
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_its_field(
    published: PublishedYear, desk: Client, day: str, field: str, words: str
) -> None:
    page = desk.post(address("faculty_date", published), {"day": day, "period": "AM", "duty": "precepts"})
    assert page.status_code == 422
    assert page.context["date_form"].errors[field][0].startswith(words)


def test_limits_are_saved_and_say_who_is_over_them(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_limits", published)
    sent = {
        "panel_min": 0,
        "panel_max": 1,
        "weekly_quota": 0,
        "seen": seen_on(desk, published, "limits_seen"),
    }
    page = desk.post(url, {**sent, "step": "look"})
    assert page.context["proposal"].lines == [
        "1 precepting half-day in the fullest week of a month; the quota is 0.",
        "In 8 weeks of Published 1 they precept more than that.",
    ]
    assert look_and_save(desk, url, sent).status_code == 302
    published.coach.refresh_from_db()
    assert (published.coach.panel_max, published.coach.weekly_quota) == (1, 0)


def test_a_most_under_the_least_is_refused(published: PublishedYear, desk: Client) -> None:
    page = desk.post(address("faculty_limits", published), {"panel_min": 4, "panel_max": 3})
    assert page.context["limits"].errors["panel_max"] == [
        "At most 3 is under at least 4. Change one of them."
    ]


def test_leave_is_entered_with_its_price_on_the_members_page(published: PublishedYear, desk: Client) -> None:
    url = address("faculty_leave", published)
    sent = {"first": "2026-07-20", "last": "2026-07-24", "reason": "Private words"}
    looked = desk.post(url, {**sent, "step": "look"})
    assert "this was the only overlap in 6 weeks." in looked.content.decode()
    assert look_and_save(desk, url, sent).status_code == 302
    assert Absence.objects.get().reason == "Private words"
    assert "Private words" in desk.get(address("faculty_member", published)).content.decode()


def test_a_slot_that_makes_no_sense_opens_nothing(published: PublishedYear, desk: Client) -> None:
    for slot in ("9-AM", "1-NOON", ""):
        page = desk.get(address("faculty_member", published), {"slot": slot})
        assert page.context["slot"] is None
    assert desk.post(address("faculty_half_day", published), {"slot": "9-AM"}).status_code == 302


@pytest.mark.parametrize("page", ["faculty_member", "faculty_half_day", "faculty_limits", "faculty_date"])
def test_another_programs_member_is_not_found(
    published: PublishedYear, desk: Client, other_program: Program, page: str
) -> None:
    stranger = make_faculty(other_program)
    url = reverse(f"scheduling:{page}", args=[published.small.program.pk, stranger.pk])
    method = desk.get if page == "faculty_member" else desk.post
    assert method(url).status_code == 404


def test_another_programs_site_cannot_be_chosen(
    published: PublishedYear, desk: Client, other_program: Program
) -> None:
    elsewhere: Site = make_site(other_program)
    sent = half_day(desk, published, "0-AM", {"duty": "precepts", "site": elsewhere.pk})
    page = desk.post(address("faculty_half_day", published), sent)
    assert page.status_code == 422


@pytest.mark.parametrize("size", [1, 3])
def test_the_overview_costs_the_same_for_one_member_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_published_year(program).small
    for _ in range(size - 1):
        make_faculty(program)
    for member in program.faculty.all():
        Absence.objects.create(faculty=member, first_date=FIRST_MONDAY, last_date=FIRST_MONDAY)
    with django_assert_num_queries(17):
        desk.get(reverse("scheduling:faculty", args=[small.program.pk]))


@pytest.mark.parametrize("size", [1, 3])
def test_a_members_page_costs_the_same_for_one_row_and_for_three(
    size: int, published: PublishedYear, desk: Client, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        day = date(2026, 7, 7 + number)
        Absence.objects.create(faculty=published.coach, first_date=day, last_date=day)
        FacultyDate.objects.create(faculty=published.coach, date=day, period="AM")
    with django_assert_num_queries(24):
        desk.get(address("faculty_member", published))


@pytest.mark.parametrize("size", [1, 3])
def test_a_price_costs_the_same_queries_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    published = make_published_year(program, residents=size)
    sent = half_day(desk, published, "0-AM", {"duty": ""})
    with django_assert_num_queries(48):
        desk.post(address("faculty_half_day", published), {**sent, "step": "look"})
