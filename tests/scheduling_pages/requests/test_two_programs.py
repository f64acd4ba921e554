"""What a resident of two programs asks for: out in both, the rest in the one worked in, and each by its address."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from zeal import zeal_ignore

from connectedness.accounts.models import Membership, Role
from scheduling.models import AcademicYear, Disruption, Program, Resident
from scheduling.services.requesting.swaps import ask_swap
from tests.factories import member
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.requests.asking import ask_for_leave, leave_form, text_of
from tests.services.swapping import Swapping, make_swapping

# Of each program the data is held while it is told, one after the other.
EACH_PROGRAM_BY_ITSELF = [{"model": "scheduling.Absence", "field": "get()"}]


@pytest.fixture
def s(program: Program) -> Swapping:
    return make_swapping(program)


@pytest.fixture
def there(s: Swapping, other_program: Program) -> Swapping:
    """The same in another program, where Nadia is a resident too, with the same account."""
    made = make_swapping(other_program)
    Resident.objects.filter(pk=made.at.nadia.pk).update(user=s.nadia)
    made.at.nadia.refresh_from_db()
    member(s.nadia, other_program, Role.RESIDENT)
    return made


@pytest.fixture
def nadia(s: Swapping, there: Swapping, as_user: SignIn) -> Client:
    return as_user(s.nadia)


def work_in(browser: Client, s: Swapping, where: Program) -> None:
    held = Membership.objects.get(user=s.nadia, program=where)
    assert browser.post("/role/", {"role": held.pk}).status_code == 302


def key_of(row: Resident) -> str:
    return f"resident-{row.pk}"


def report(browser: Client, *rows: Resident) -> Any:
    sent = {"length": "day", "key": str(uuid4()), "who": [key_of(row) for row in rows]}
    with zeal_ignore(EACH_PROGRAM_BY_ITSELF):
        return browser.post("/requests/out/", sent, follow=True)


# --- out today


def test_who_is_out_is_so_in_both_programs_unless_they_say_less(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    work_in(nadia, s, s.at.small.program)
    page = nadia.get("/requests/out/")
    assert page.content.decode().count(" checked") == 3  # both rows, and all of today
    # The program worked in comes first.
    assert "AM at Main of Riverside Internal Medicine and" in text_of(page)
    assert "AM at Main of Lakeside Pediatrics" in text_of(page)
    said = text_of(report(nadia, s.at.nadia, there.at.nadia))
    for where in ("Riverside Internal Medicine", "Lakeside Pediatrics"):
        assert f"You are out in {where}: Mon 29 Jun." in said
    assert {one.resident for one in Disruption.objects.all()} == {s.at.nadia, there.at.nadia}
    assert {one.year.program for one in Disruption.objects.all()} == {
        s.at.small.program,
        there.at.small.program,
    }


def test_who_unticks_a_program_is_out_in_the_other_alone(s: Swapping, there: Swapping, nadia: Client) -> None:
    report(nadia, there.at.nadia)
    assert [one.resident for one in Disruption.objects.all()] == [there.at.nadia]
    assert nadia.post("/requests/out/", {"length": "day", "key": str(uuid4())}).status_code == 422
    assert "Tick at least one" in text_of(nadia.post("/requests/out/", {"length": "day"}))
    assert Disruption.objects.count() == 1


def test_a_program_that_cannot_take_it_keeps_it_from_no_other(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    AcademicYear.objects.filter(program=there.at.small.program).update(first_monday="2027-06-28")
    answer = report(nadia, s.at.nadia, there.at.nadia)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "You are out in Riverside Internal Medicine: Mon 29 Jun." in said
    assert "Not reported in Lakeside Pediatrics: These days are not within one academic year" in said
    assert [one.resident for one in Disruption.objects.all()] == [s.at.nadia]


# --- leave and the list


def test_leave_is_asked_of_the_program_worked_in_unless_they_say_another(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    for swapping in (s, there):
        work_in(nadia, s, swapping.at.small.program)
        page = nadia.get("/requests/leave/")
        assert page.context["form"]["who"].initial == key_of(swapping.at.nadia)
    day = there.monday.date
    ask_for_leave(nadia, leave_form(day, day, who=key_of(s.at.nadia)))
    work_in(nadia, s, there.at.small.program)
    assert "Nothing asked yet" in text_of(nadia.get("/requests/"))
    work_in(nadia, s, s.at.small.program)
    assert "Mon 13 Jul" in text_of(nadia.get("/requests/"))


def test_where_no_program_is_chosen_all_requests_are_listed_with_its_name(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    report(nadia, s.at.nadia, there.at.nadia)
    said = text_of(nadia.get("/requests/"))
    for where in ("Riverside Internal Medicine", "Lakeside Pediatrics"):
        assert f"Waits on the coordinator’s repair list · {where}" in said


def test_contact_details_are_one_form_for_each_the_one_worked_in_first(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    for swapping in (s, there):
        work_in(nadia, s, swapping.at.small.program)
        forms = nadia.get("/requests/contact/").context["forms"]
        mine, other = (one["person"] for one in forms)
        assert mine == swapping.at.nadia
        assert other in {s.at.nadia, there.at.nadia}


# --- swaps


def test_half_days_to_give_are_those_of_the_program_worked_in_and_each_opens_by_its_address(
    s: Swapping, there: Swapping, nadia: Client
) -> None:
    address = "/requests/swaps/for/{}/".format
    for mine, other in ((s, there), (there, s)):
        work_in(nadia, s, mine.at.small.program)
        offered = nadia.get("/requests/swaps/").content.decode()
        assert address(mine.monday.pk) in offered
        assert address(other.monday.pk) not in offered
        assert mine.at.tomas.full_name in text_of(nadia.get(address(mine.monday.pk)))
        assert other.at.tomas.full_name in text_of(nadia.get(address(other.monday.pk)))
    assert nadia.get(address(s.tuesday.pk), follow=True).redirect_chain == [("/requests/swaps/", 302)]


def test_a_swap_opens_wherever_one_works(s: Swapping, there: Swapping, nadia: Client) -> None:
    made = ask_swap(version=there.published, pair=there.pair(), key=uuid4(), actor=s.nadia)
    for where in (s.at.small.program, there.at.small.program):
        work_in(nadia, s, where)
        assert "take Tue 14 Jul, AM at Main. Lakeside Pediatrics." in text_of(
            nadia.get(f"/requests/swaps/{made.pk}/")
        )
    work_in(nadia, s, s.at.small.program)
    assert nadia.post(f"/requests/swaps/{made.pk}/step/", {"step": "cancel", "edition": 1}).status_code == 302
