"""The page on which the year rolls over."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scheduling.models import AcademicYear, Program, Resident, RollOver, ScheduleState
from tests.factories import make_schedule
from tests.scheduling_pages.years import WEEKS, make_small_year
from tests.services.rolling import NEXT_MONDAY, Rolling, make_rolling


@pytest.fixture(autouse=True)
def _in_july() -> Any:
    with time_machine.travel("2026-07-08T15:00Z", tick=False):
        yield


@pytest.fixture
def rolling(program: Program) -> Rolling:
    """A year to roll over."""
    return make_rolling(program)


def url(program: Program) -> str:
    return reverse("scheduling:roll_over", args=[program.pk])


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send of the page as it stands."""
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields if name != "interns_file"}
    plan = page.context.get("plan")
    return {name: value for name, value in said.items() if value is not None} | {
        "from_year": page.context["year"].pk,
        "looked_at": plan.digest if plan else "",
    }


def look(desk: Client, rolling: Rolling, **said: Any) -> Any:
    """Ask what would happen."""
    return desk.post(url(rolling.program), {**filled(desk.get(url(rolling.program))), **said})


def make(desk: Client, rolling: Rolling, **said: Any) -> Any:
    """Look, then do it."""
    looked = look(desk, rolling, **said)
    assert looked.status_code == 200, looked.context["form"].errors
    return desk.post(url(rolling.program), {**filled(looked), "do": "1"}, follow=True)


def test_it_begins_on_the_monday_after_the_year(rolling: Rolling, desk: Client) -> None:
    form = desk.get(url(rolling.program)).context["form"]
    assert form["first_monday"].value() == NEXT_MONDAY
    assert form["weeks"].value() == WEEKS
    assert [field.label for field in form.of_off_cycle] == ["Odd Quist, PGY-3"]
    assert [field.label for field in form.of_holidays] == ["Founders' day, Fri 3 Jul 2026"]


def test_the_plan_says_what_would_happen_and_does_nothing(rolling: Rolling, desk: Client) -> None:
    page = look(
        desk, rolling, name="2027-2028", interns="Sandoval, Alma, alma@example.org", **no_holiday(rolling)
    )
    said = page.content.decode()
    assert "Their last day is Sun 23 Aug 2026; access ends on Mon 24 Aug 2026." in said
    assert "Dr. Luc Ferrand leaves on Mon 7 Sep 2026: 1 resident needs another coach" in said
    assert "Sandoval, Alma, PGY-1 · alma@example.org" in said
    assert "not held weekly and left out: Wed PM, Main" in said
    assert AcademicYear.objects.count() == 1


def no_holiday(rolling: Rolling) -> dict[str, str]:
    """The holiday's date is outside the short year; it is left out."""
    return {f"holiday_{rolling.program.holidays.get().pk}": ""}


def test_it_is_done_and_the_new_year_can_be_chosen(rolling: Rolling, desk: Client) -> None:
    page = make(desk, rolling, name="2027-2028", interns="Sandoval, Alma", **no_holiday(rolling))
    said = page.content.decode()
    assert "2027-2028 is made" in said
    assert "Take the roll-over back" in said
    new = AcademicYear.objects.get(name="2027-2028")
    assert f'value="{new.pk}"' in said  # among the years at the top
    assert Resident.objects.filter(name="Sandoval, Alma", years__year=new).exists()


def test_a_second_click_is_shown_the_same_year(rolling: Rolling, desk: Client) -> None:
    looked = look(desk, rolling, name="2027-2028", **no_holiday(rolling))
    sent = {**filled(looked), "do": "1"}
    for _ in range(2):
        assert desk.post(url(rolling.program), sent).status_code == 302
    assert RollOver.objects.count() == 1


def test_it_is_taken_back(rolling: Rolling, desk: Client) -> None:
    make(desk, rolling, name="2027-2028", **no_holiday(rolling))
    row = RollOver.objects.get()
    at = reverse("scheduling:roll_over_reverse", args=[rolling.program.pk, row.pk])
    assert "was taken back." in desk.post(at, follow=True).content.decode()
    assert "This was taken back already." in desk.post(at, follow=True).content.decode()
    assert AcademicYear.objects.count() == 1


def test_after_the_first_publish_it_stays(rolling: Rolling, desk: Client) -> None:
    make(desk, rolling, name="2027-2028", **no_holiday(rolling))
    row = RollOver.objects.get()
    make_schedule(row.year, state=ScheduleState.PUBLISHED, version=1, published_at="2026-07-01T12:00Z")
    page = desk.get(url(rolling.program)).content.decode()
    assert "Version 1 of 2027-2028 was published, so people rely on the year." in page
    assert "Take the roll-over back" not in page
    at = reverse("scheduling:roll_over_reverse", args=[rolling.program.pk, row.pk])
    assert "Nothing was taken back." in desk.post(at, follow=True).content.decode()
    assert AcademicYear.objects.count() == 2


def test_a_file_of_interns_is_put_into_the_list(rolling: Rolling, desk: Client) -> None:
    file = SimpleUploadedFile("interns.csv", b'Name,E-mail\n"Sandoval, Alma",alma@example.org\n')
    page = look(desk, rolling, name="2027-2028", interns_file=file, **no_holiday(rolling))
    assert page.context["form"]["interns"].value() == "Name\tE-mail\nSandoval, Alma\talma@example.org"
    assert [one.name for one in page.context["plan"].asked.interns] == ["Sandoval, Alma"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"first_monday": "2026-08-25"}, "This is not a Monday"),
        ({"first_monday": "2026-07-06"}, "lasts until Sun 23 Aug 2026"),
        ({"first_monday": "2036-07-07"}, "more than a year after the end"),
        ({"first_monday": "x"}, "Enter a valid date"),
        ({"weeks": "0"}, "greater than or equal to 1"),
        ({"interns": "12345"}, "is no name"),
        ({"interns": "Boateng, Nadia"}, "is on the roster already"),
        ({"name": "2026-2027"}, "There is a year 2026-2027 already"),
        ({"interns_file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, "This is a workbook"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_typed(
    said: dict[str, Any], reason: str, rolling: Rolling, desk: Client
) -> None:
    page = look(desk, rolling, **{"name": "2027-2028", **no_holiday(rolling), **said})
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert AcademicYear.objects.count() == 1


def test_a_holiday_outside_of_the_new_year_is_pointed_out(rolling: Rolling, desk: Client) -> None:
    assert "This day is not in the new year." in look(desk, rolling, name="2027-2028").content.decode()


@pytest.mark.parametrize("sent", [{}, {"from_year": "x"}, {"from_year": "99999999999999999999"}])
def test_nonsense_does_nothing(sent: dict[str, str], rolling: Rolling, desk: Client) -> None:
    assert desk.post(url(rolling.program), sent).status_code == 302
    assert AcademicYear.objects.count() == 1


def test_a_year_of_another_program_is_not_found(
    rolling: Rolling, other_program: Program, desk: Client
) -> None:
    theirs = make_small_year(other_program).year
    assert desk.post(url(rolling.program), {"from_year": theirs.pk}).status_code == 404


def test_without_a_year_the_page_says_what_brings_one(program: Program, desk: Client) -> None:
    assert "The first year comes with the workbook" in desk.get(url(program)).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_plan_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    last = small.year.first_monday + timedelta(weeks=WEEKS)
    sent = {"from_year": small.year.pk, "first_monday": str(last), "weeks": WEEKS, "name": "2027-2028"}
    with django_assert_num_queries(28):
        desk.post(url(program), sent)
