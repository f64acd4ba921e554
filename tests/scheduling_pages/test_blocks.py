"""The block schedule: residents down, blocks across."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduling.models import Program, RotationAssignment
from tests.factories import make_block, make_rotation
from tests.scheduling_pages.years import MONDAY, SmallYear, make_small_year


def url(program: Program) -> str:
    return reverse("scheduling:blocks", args=[program.pk])


def test_each_cell_holds_the_rotation_of_that_resident_in_that_block(small: SmallYear, desk: Client) -> None:
    later = make_block(small.year, first=MONDAY + timedelta(weeks=8), label="Block 2")
    icu = make_rotation(small.program, code="ICU", hue="icu")
    RotationAssignment.objects.create(resident=small.residents[1], block=later, rotation=icu)
    table = desk.get(url(small.program)).context["table"]
    assert [column.label for column in table.columns] == ["Block 1", "Block 2"]
    rows = {
        row.resident.name: [cell.code for cell in row.cells] for group in table.groups for row in group.rows
    }
    assert rows == {"Boateng, Nadia": ["AMB", ""], "Farouk, Tomas": ["AMB", "ICU"]}
    assert [rotation.code for rotation in table.rotations] == ["AMB", "ICU"]


@time_machine.travel("2026-07-08T15:00Z", tick=False)
def test_the_block_of_today_is_marked(small: SmallYear, desk: Client) -> None:
    assert 'aria-current="date"' in desk.get(url(small.program)).content.decode()


def test_without_a_year_the_page_says_what_brings_one(program: Program, desk: Client) -> None:
    assert "No block schedule yet" in desk.get(url(program)).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_table_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    make_small_year(program, residents=size)
    with django_assert_num_queries(10):
        desk.get(url(program))
