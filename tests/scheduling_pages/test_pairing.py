"""The pairing board as it stands: who needs a coach, what each pair could reach, panels and their limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.models import (
    AcademicYear,
    Faculty,
    Program,
)
from tests.factories import make_faculty, make_pairing, make_wish, make_year
from tests.scheduling_pages.boards import TODAY, board, numbers, states, url
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year

pytestmark = pytest.mark.usefixtures("early_in_the_year")


def test_who_has_no_coach_stands_against_each_with_what_they_could_reach(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    found = board(desk, small)
    assert found.title == "One resident needs a coach"
    assert [column.name for column in found.columns] == ["Lindqvist", "Okafor"]
    assert numbers(found) == {"Farouk": [8, 10]}  # ten clinics a year at most
    assert [column.clinics for column in found.columns] == ["Main, Mon AM", "Main, Mon AM · Tue AM"]


def test_a_panel_shows_its_load_classes_and_what_its_pairs_reach(small: SmallYear, desk: Client) -> None:
    make_pairing(small.residents[0], small.coach)
    make_small_schedule(small)
    column = board(desk, small).columns[0]
    assert (column.state_words, column.load_words) == ("8 free", "1 resident, limit 0 to 9")
    assert column.boxes == ["taken"] + 8 * ["free"]
    assert [(part.pgy, part.count) for part in column.mix] == [(1, 1)]
    assert [(card.name, card.reached, card.attainable) for card in column.cards] == [("Boateng", 1, 8)]


def test_a_full_panel_says_so_and_so_does_an_exclusion(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], rival)
    make_wish(small.residents[1], small.coach)
    found = board(desk, small)
    assert states(found) == {"Farouk": ["excluded", "full"]}
    assert [crossing.change for crossing in found.rows[0].crossings] == ["", ""]
    page = desk.get(url(small)).content.decode()
    assert "8 excluded" in page
    assert "10 full" in page


def test_a_coach_who_leaves_hands_the_panel_over_and_takes_nobody(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    make_pairing(small.residents[1], rival)
    small.coach.left_on = TODAY + timedelta(weeks=2)
    small.coach.save()
    found = board(desk, small)
    assert [row.sub for row in found.rows] == ["PGY-1, with Lindqvist until 14 Jul"]
    assert found.sub.startswith("Dr. Lindqvist hands over one after 14 Jul")
    assert [(column.name, column.state_words) for column in found.columns] == [
        ("Okafor", "Full"),
        ("Lindqvist", "Hand over"),
    ]
    assert states(found) == {"Boateng": ["full", "leaving"]}


def test_everyone_has_a_coach(small: SmallYear, desk: Client) -> None:
    for resident in small.residents:
        make_pairing(resident, small.coach)
    found = board(desk, small)
    assert (found.title, found.rows, found.proposal) == ("Everyone has a coach", [], None)
    assert len(found.columns[0].cards) == 2


def test_without_coaches_or_a_year_the_import_is_the_next_step(program: Program, desk: Client) -> None:
    for _ in ("no year", "a year without anybody"):
        page = desk.get(reverse("scheduling:pairing", args=[program.pk])).content.decode()
        assert "No coaches are in yet" in page
        assert reverse("scheduling:upload", args=[program.pk]) in page
        AcademicYear.objects.filter(program=program).exists() or make_year(program)


@pytest.mark.parametrize("size", [1, 3])
def test_the_board_costs_the_same_for_one_person_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    for resident in small.residents[1:]:
        make_pairing(resident, make_faculty(program))
    make_small_schedule(small)
    make_wish(small.residents[0], make_faculty(program))
    with django_assert_num_queries(39):
        desk.get(url(small))
