"""What the page costs the database."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import Role, User
from connectedness.joining.services.inviting import invite
from scheduling.models import Program
from tests.factories import make_faculty, make_resident, make_user
from tests.joining.access_page.address import here


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    client: Client, program: Program, coordinator: User, size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(size):
        make_user(program=program, role=Role.NURSE)
        user = make_user(program=program, role=Role.RESIDENT)
        make_resident(program, user=user)
        make_resident(program, email=f"r{number}@example.org")
        make_faculty(program, f"Field, Fay {number}", email=f"f{number}@example.org")
        invite(program=program, role=Role.FACULTY, email=f"f{number}@example.org", actor=coordinator)
    client.force_login(coordinator)
    with django_assert_num_queries(25):
        client.get(here(program))
