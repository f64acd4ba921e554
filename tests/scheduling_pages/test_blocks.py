"""The block schedule: residents down, blocks across."""

import gzip
import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.models import AcademicYear, Block, Program, Resident, RotationAssignment
from tests.factories import (
    make_block,
    make_resident,
    make_resident_year,
    make_rotation,
    make_year,
)
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import MONDAY, SmallYear, make_small_year

SPLIT = "AMB / 2026-07-27 ICU"


def url(program: Program) -> str:
    return reverse("scheduling:blocks", args=[program.pk])


def test_each_cell_holds_the_rotation_of_that_resident_in_that_block(small: SmallYear, desk: Client) -> None:
    later = make_block(small.year, first=MONDAY + timedelta(weeks=8), label="Block 2")
    icu = make_rotation(small.program, code="ICU", hue="icu")
    RotationAssignment.objects.create(resident=small.residents[1], block=later, rotation=icu)
    table = desk.get(url(small.program)).context["table"]
    assert [column.label for column in table.columns] == ["Block 1", "Block 2"]
    rows = {
        row.resident.name: [cell.text for cell in row.cells] for group in table.groups for row in group.rows
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
    with django_assert_num_queries(16):
        desk.get(url(program))


@pytest.mark.parametrize("size", [1, 3])
def test_what_to_look_at_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    make_small_year(program, residents=size)
    with django_assert_num_queries(21):
        desk.get(reverse("scheduling:blocks_checks", args=[program.pk]))


def test_170_residents_in_26_blocks_weigh_under_60_kilobytes(program: Program, desk: Client) -> None:
    year = make_year(program)
    codes = [make_rotation(program, code=f"ROTATION-{n}", hue="wards") for n in range(20)]
    blocks = [
        make_block(year, first=MONDAY + timedelta(weeks=2 * n), label=f"Block {n + 1}") for n in range(26)
    ]
    for number in range(170):
        resident = make_resident(program)
        make_resident_year(resident, year, pgy=1 + number % 3)
        RotationAssignment.objects.bulk_create(
            RotationAssignment(resident=resident, block=block, rotation=codes[(number * 7 + place * 3) % 20])
            for place, block in enumerate(blocks)
        )
    page = desk.get(url(program))
    assert len(page.context["table"].rows) == 170
    assert len(gzip.compress(page.content)) < 60_000


def test_rows_stand_by_class_by_name_or_by_row_code(small: SmallYear, desk: Client) -> None:
    groups = desk.get(url(small.program)).context["table"].groups
    assert [group.pgy for group in groups] == [1, 2]
    groups = desk.get(url(small.program), {"sort": "name"}).context["table"].groups
    assert [(group.pgy, [row.resident.name for row in group.rows]) for group in groups] == [
        (None, ["Boateng, Nadia", "Farouk, Tomas"])
    ]


def test_a_split_block_is_one_cell_of_two_halves(small: SmallYear, desk: Client) -> None:
    make_rotation(small.program, code="ICU", hue="icu")
    assert edit(desk, small, [cell_of(small, 0, "AMB", SPLIT)]).status_code == 200
    page = desk.get(url(small.program))
    table = page.context["table"]
    assert [column.label for column in table.columns] == ["Block 1"]
    cells = {row.resident.name: row.cells for row in table.rows}
    assert cells["Boateng, Nadia"][0].words == "AMB until Sun 26 Jul, ICU from Mon 27 Jul"
    assert cells["Farouk, Tomas"][0].text == "AMB"
    counts = {count.rotation.code: count.counts for count in table.counts}
    assert counts == {"AMB": [2], "ICU": [1]}


def cell_of(small: SmallYear, number: int, seen: str, text: str) -> list[Any]:
    block = Block.objects.get(
        year=small.year, label="Block 1", first_date=MONDAY, last_date=small.year.last_date
    )
    return [small.residents[number].pk, block.pk, seen, text]


def post(client: Client, address: str, small: SmallYear, body: object) -> Any:
    path = reverse(f"scheduling:blocks_{address}", args=[small.program.pk])
    return client.post(f"{path}?year={small.year.pk}", json.dumps(body), content_type="application/json")


@time_machine.travel("2026-06-20T15:00Z", tick=False)
def edit(client: Client, small: SmallYear, cells: list[list[Any]], **said: object) -> Any:
    body = {"key": str(uuid4()), "verb": "type", "past": False, "cells": cells, **said}
    return post(client, "edit", small, body)


def text_of(resident: Resident) -> list[str]:
    rows = RotationAssignment.objects.filter(resident=resident).order_by("block__first_date")
    return list(rows.values_list("rotation__code", flat=True))


def test_a_code_is_saved_as_its_program_spells_it_and_the_cell_comes_back(
    small: SmallYear, desk: Client
) -> None:
    make_rotation(small.program, code="ICU", hue="icu")
    answer = edit(desk, small, [cell_of(small, 0, "AMB", "icu")])
    assert list(answer.json()["cells"].values()) == ['<td class="hue-icu">ICU</td>']
    assert text_of(small.residents[0]) == ["ICU"]


def test_undo_and_redo_go_by_the_step_that_was_shown(
    small: SmallYear, desk: Client, chief: User, as_user: SignIn
) -> None:
    done = edit(desk, small, [cell_of(small, 0, "AMB", "")]).json()
    assert done["undo"]["label"] == "Boateng, Nadia, Block 1: AMB → blank"
    assert post(as_user(chief), "undo", small, {"step": done["undo"]["step"]}).status_code == 409
    undone = post(desk, "undo", small, {"step": done["undo"]["step"]}).json()
    assert (undone["undo"], undone["redo"]["step"]) == (None, done["undo"]["step"])
    assert list(undone["cells"].values()) == ['<td class="hue-ambulatory">AMB</td>']
    again = post(desk, "undo", small, {"step": done["undo"]["step"]})
    assert again.json()["cells"] == undone["cells"]
    post(desk, "redo", small, {"step": done["undo"]["step"]})
    assert text_of(small.residents[0]) == []


def test_a_paste_with_an_unknown_code_saves_nothing_and_names_the_cell(
    small: SmallYear, desk: Client
) -> None:
    make_rotation(small.program, code="ICU")
    paste = {
        "text": "ICU\r\nAMBB\r\n",
        "rows": [resident.pk for resident in small.residents],
        "blocks": [cell_of(small, 0, "", "")[1]],
        "height": 1,
        "width": 1,
        "seen": [["AMB"], ["AMB"]],
    }
    answer = post(desk, "edit", small, {"key": str(uuid4()), "verb": "paste", "past": True, "paste": paste})
    assert answer.status_code == 422
    said = answer.json()["html"]
    for words in ("Farouk, Tomas", "Block 1", "AMBB", "There is no rotation AMBB. Did you mean AMB?"):
        assert words in said
    assert [text_of(resident) for resident in small.residents] == [["AMB"], ["AMB"]]


def test_a_cell_that_somebody_changed_is_refused_with_both_values(
    small: SmallYear, desk: Client, chief: User, as_user: SignIn
) -> None:
    make_rotation(small.program, code="ICU")
    edit(as_user(chief), small, [cell_of(small, 0, "AMB", "ICU")])
    answer = edit(desk, small, [cell_of(small, 0, "AMB", "")])
    assert answer.status_code == 409
    assert "somebody else was here first" in answer.json()["html"]
    assert "<td>blank</td><td>ICU</td>" in answer.json()["html"]
    assert answer.json()["again"] == [cell_of(small, 0, "ICU", "")]
    assert edit(desk, small, answer.json()["again"]).status_code == 200


@time_machine.travel("2026-07-08T15:00Z", tick=False)
def test_the_past_changes_only_when_it_is_asked_for(small: SmallYear, desk: Client) -> None:
    body = {"key": str(uuid4()), "verb": "clear", "past": False, "cells": [cell_of(small, 0, "AMB", "")]}
    refused = post(desk, "edit", small, body)
    assert (refused.status_code, refused.json()["past"]) == (409, True)
    assert "Change the past" in refused.json()["html"]
    assert post(desk, "edit", small, {**body, "past": True}).status_code == 200
    assert text_of(small.residents[0]) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"key": 1}',
        b'{"step": "1"}',
        b'{"step": 99999999999999999999}',
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("address", ["edit", "undo", "redo"])
def test_what_no_page_sends_is_refused_in_words(
    address: str, body: bytes, small: SmallYear, desk: Client
) -> None:
    path = reverse(f"scheduling:blocks_{address}", args=[small.program.pk])
    answer = desk.post(path, body, content_type="application/json")
    assert answer.status_code == 422
    assert "Reload it and try again" in answer.json()["html"]


def test_a_resident_without_a_rotation_is_to_be_looked_at(small: SmallYear, desk: Client) -> None:
    edit(desk, small, [cell_of(small, 0, "AMB", "")])
    page = reverse("scheduling:blocks_checks", args=[small.program.pk])
    said = desk.get(page).content.decode()
    assert "Boateng, Nadia" in said
    assert "No rotation from Mon 29 Jun to Sun 23 Aug." in said
    assert "At most 0 clinics can be; the yearly minimum is 2." in said
    other = desk.get(page, {"resident": small.residents[1].pk}).content.decode()
    assert "Boateng" not in other


def test_another_years_blocks_are_reached_by_its_key_alone(small: SmallYear, desk: Client) -> None:
    later = make_year(small.program, name="2027-2028", first_monday=date(2027, 6, 28))
    path = reverse("scheduling:blocks_checks", args=[small.program.pk])
    assert desk.get(path, {"year": later.pk}).status_code == 200
    foreign = make_year(name="Elsewhere")
    assert desk.get(path, {"year": foreign.pk}).status_code == 404
    assert AcademicYear.objects.filter(program=small.program).count() == 2
