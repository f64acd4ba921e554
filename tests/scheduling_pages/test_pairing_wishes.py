"""Wishes and exclusions: coordinators note and read them, chiefs see that there are some."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.models import PairingWish, Program, WishKind
from tests.factories import make_faculty, make_pairing, make_resident, make_wish
from tests.scheduling_pages.conftest import SignIn

REASON = "They are cousins"


@pytest.fixture
def said(program: Program) -> dict[str, object]:
    """What the form sends for two people of the program."""
    return {
        "resident": make_resident(program, "Boateng, Nadia").pk,
        "faculty": make_faculty(program, "Okafor, Ben").pk,
        "kind": WishKind.EXCLUSION.value,
        "weight": 8,
        "reason": REASON,
    }


def url(program: Program) -> str:
    return reverse("scheduling:pairing_wishes", args=[program.pk])


def test_a_coordinator_notes_an_exclusion_and_reads_why(
    program: Program, desk: Client, said: dict[str, object], coordinator: User
) -> None:
    assert desk.post(url(program), said).status_code == 302
    wish = PairingWish.objects.get()
    assert (wish.kind, wish.reason, wish.made_by) == (WishKind.EXCLUSION, REASON, coordinator)
    assert REASON in desk.get(url(program)).content.decode()


def test_a_chief_sees_the_lock_without_the_reason(
    program: Program, said: dict[str, object], desk: Client, chief: User, as_user: SignIn
) -> None:
    desk.post(url(program), said)
    page = as_user(chief).get(url(program)).content.decode()
    assert "Nadia Boateng" in page
    assert "Never together" in page
    assert REASON not in page
    assert "<textarea" not in page


def test_an_exclusion_of_a_pair_of_today_offers_the_hand_over(
    program: Program, said: dict[str, object], desk: Client
) -> None:
    resident, faculty = program.residents.get(), program.faculty.get()
    make_pairing(resident, faculty)
    page = desk.post(url(program), said, follow=True).content.decode()
    assert "Nadia Boateng is with Dr. Okafor now" in page
    assert "Paired now" in page
    assert reverse("scheduling:pairing", args=[program.pk]) in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("resident", "", "This field is required"),
        ("faculty", "999999", "Select a valid choice"),
        ("kind", "perhaps", "Select a valid choice"),
        ("weight", "0", "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    field: str, value: str, words: str, program: Program, said: dict[str, object], desk: Client
) -> None:
    answer = desk.post(url(program), {**said, field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert REASON in answer.content.decode()
    assert not PairingWish.objects.exists()


def test_people_of_another_program_cannot_be_chosen(
    program: Program, other_program: Program, said: dict[str, object], desk: Client
) -> None:
    stranger = make_resident(other_program)
    assert desk.post(url(program), {**said, "resident": stranger.pk}).status_code == 422
    assert not PairingWish.objects.exists()


def test_a_pair_noted_twice_is_refused_in_words(
    program: Program, said: dict[str, object], desk: Client
) -> None:
    desk.post(url(program), said)
    answer = desk.post(url(program), {**said, "kind": "wish"})
    assert answer.status_code == 422
    assert "Take it back first" in answer.content.decode()


def test_it_is_taken_back(program: Program, said: dict[str, object], desk: Client) -> None:
    desk.post(url(program), said)
    remove = reverse("scheduling:pairing_wish_remove", args=[program.pk, PairingWish.objects.get().pk])
    assert desk.post(remove).status_code == 302
    assert not PairingWish.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_for_one_pair_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        make_wish(make_resident(program), make_faculty(program))
    with django_assert_num_queries(15):
        desk.get(url(program))
