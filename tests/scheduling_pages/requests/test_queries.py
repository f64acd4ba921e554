"""What the pages of requests cost the database."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from scheduling.models import Disruption, LeaveRequest, Program, SwapRequest
from tests.factories import assign
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.requests.asking import ask_for_leave, leave_form, waiting
from tests.services.swapping import Swapping, make_swapping

MINE_QUERIES = 8


PARTNERS_QUERIES = 10


WAITING_QUERIES = 12


@pytest.mark.parametrize("more", [0, 3])
def test_the_lists_cost_the_same_however_many_requests_there_are(
    s: Swapping,
    nadia: Client,
    chief: Client,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    swap = s.accepted()
    ask_for_leave(nadia, leave_form(s.monday.date, s.monday.date))
    for week in range(more):
        clinic = s.at.tuesday(5 + week)
        SwapRequest.objects.create(
            year=swap.year, resident=swap.resident, session=clinic, other=swap.other, other_session=s.tuesday
        )
        day = s.at.day(5 + week)
        LeaveRequest.objects.create(
            year=swap.year, resident=swap.resident, first_date=day, last_date=day, kind="other"
        )
        Disruption.objects.create(
            year=swap.year,
            kind="resident",
            resident=swap.resident,
            first_date=day,
            last_date=day,
            key=f"k{week}",
        )
    chief.get(waiting(s))
    with django_assert_num_queries(MINE_QUERIES):
        nadia.get("/requests/")
    with django_assert_num_queries(WAITING_QUERIES):
        chief.get(waiting(s))


@pytest.mark.parametrize("residents", [2, 4])
def test_the_partners_of_a_half_day_cost_the_same_however_many_there_are(
    program: Program,
    residents: int,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    s = make_swapping(program, residents=residents)
    for resident in s.at.small.residents[2:]:
        assign(s.published, resident, s.tuesday)
    browser = as_user(s.nadia)
    path = f"/requests/swaps/for/{s.monday.pk}/"
    browser.get(path)
    with django_assert_num_queries(PARTNERS_QUERIES):
        page = browser.get(path)
    assert len(page.context["rows"]) >= residents - 1
