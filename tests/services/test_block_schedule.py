"""Edits of the block schedule: whole or not at all, in the representation that the solver reads."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

import pytest

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Block, DataEdit, RotationAssignment, Schedule
from scheduling.selectors.program_year import program_year
from scheduling.services.block_rows import key_of
from scheduling.services.block_schedule import (
    CellEdit,
    CellFault,
    CellsRefused,
    Refusal,
    block_log,
    edit_cells,
    redo_edit,
    undo_edit,
)
from scheduling.services.data_changes import data_changed_under
from scheduling.services.data_edits import EditLog, StepRefused
from scheduling.services.drafts import make_draft
from scheduling.services.renewing import renew_drafts
from tests.factories import make_resident, make_rotation, make_user
from tests.services.small_year import MONDAY, NEXT_MONDAY, SmallYear, make_small_year

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BEFORE_THE_YEAR = MONDAY - timedelta(days=1)
SPLIT = "AMB / 2026-07-06 ICU"


@pytest.fixture
def small() -> SmallYear:
    """Two residents on AMB in the one block of two weeks; the rotation ICU is there too."""
    made = make_small_year()
    make_rotation(made.program, code="ICU")
    return made


@pytest.fixture
def editor(small: SmallYear) -> User:
    return make_user("Corinne Ordway")


@pytest.fixture
def log(small: SmallYear, editor: User) -> EditLog:
    return block_log(small.year, editor)


def of_kofi(small: SmallYear, seen: str, text: str) -> CellEdit:
    return CellEdit(small.kofi.pk, the_block(small).pk, seen, text)


def of_ana(small: SmallYear, seen: str, text: str) -> CellEdit:
    return CellEdit(small.ana.pk, the_block(small).pk, seen, text)


def the_block(small: SmallYear) -> Block:
    return Block.objects.get(year=small.year, first_date=MONDAY, last_date=small.year.last_date)


def solver_reads(small: SmallYear) -> dict[int, list[tuple[date, str]]]:
    """Each resident's assignments, as the problem gets them."""
    return {
        int(resident.id[1:]): [(one.first, one.rotation) for one in resident.assignments]
        for resident in program_year(small.year).residents
    }


def save(
    log: EditLog, *edits: CellEdit, today: date = BEFORE_THE_YEAR, past_too: bool = False
) -> DataEdit | None:
    return edit_cells(log=log, edits=edits, today=today, past_too=past_too, request_key=uuid4())


def test_a_split_is_what_the_solver_reads_and_leaves_everybody_elses_block(
    small: SmallYear, log: EditLog
) -> None:
    save(log, of_kofi(small, "AMB", SPLIT))
    assert solver_reads(small) == {
        small.kofi.pk: [(MONDAY, "AMB"), (NEXT_MONDAY, "ICU")],
        small.ana.pk: [(MONDAY, "AMB")],
    }
    save(log, of_kofi(small, SPLIT, "AMB"))
    assert solver_reads(small)[small.kofi.pk] == [(MONDAY, "AMB")]
    assert Block.objects.filter(year=small.year).count() == 1


def test_two_residents_split_on_one_day_share_the_parts(small: SmallYear, log: EditLog) -> None:
    save(log, of_kofi(small, "AMB", SPLIT), of_ana(small, "AMB", SPLIT))
    assert Block.objects.filter(year=small.year).count() == 3
    save(log, of_kofi(small, SPLIT, ""))
    assert Block.objects.filter(year=small.year).count() == 3
    assert solver_reads(small)[small.kofi.pk] == []


def test_one_unknown_code_keeps_the_whole_edit_out(small: SmallYear, log: EditLog) -> None:
    with pytest.raises(CellsRefused) as refused:
        save(log, of_kofi(small, "AMB", "ICU"), of_ana(small, "AMB", "ICUU"))
    assert refused.value.why == Refusal.UNKNOWN
    (fault,) = refused.value.faults
    assert (fault.row, fault.typed, fault.remedy) == ("Silva, Ana", "ICUU", "Did you mean ICU?")
    assert set(RotationAssignment.objects.values_list("rotation__code", flat=True)) == {"AMB"}
    assert not DataEdit.objects.exists()


def test_what_somebody_else_wrote_is_not_written_over_and_it_is_said_who_it_was(
    small: SmallYear, log: EditLog
) -> None:
    save(block_log(small.year, make_user("Maya Oduya")), of_kofi(small, "AMB", "ICU"))
    (fault,) = refused_as_stale(log, of_kofi(small, "AMB", ""), of_ana(small, "AMB", "ICU"))
    assert fault.now == "ICU"
    assert re.fullmatch(r"Maya Oduya changed this at \d\d:\d\d\.", fault.reason)
    assert solver_reads(small)[small.ana.pk] == [(MONDAY, "AMB")]


def test_who_took_a_step_back_changed_the_cell_too(small: SmallYear, log: EditLog) -> None:
    others = block_log(small.year, make_user("Maya Oduya"))
    made = save(others, of_kofi(small, "AMB", "ICU"))
    assert made is not None
    undo_edit(log=others, expected=made.pk)
    (fault,) = refused_as_stale(log, of_kofi(small, "ICU", ""))
    assert (fault.now, fault.reason.partition(" at ")[0]) == ("AMB", "Maya Oduya changed this")


def test_nobody_is_named_for_what_an_import_wrote(small: SmallYear, log: EditLog) -> None:
    save(block_log(small.year, make_user("Maya Oduya")), of_kofi(small, "AMB", "ICU"))
    RotationAssignment.objects.filter(resident=small.kofi).delete()
    (fault,) = refused_as_stale(log, of_kofi(small, "AMB", "ICU"))
    assert (fault.now, fault.reason) == ("", "Somebody or an import changed this since you saw it.")


def refused_as_stale(log: EditLog, *edits: CellEdit) -> Sequence[CellFault]:
    with pytest.raises(CellsRefused) as refused:
        save(log, *edits)
    assert refused.value.why == Refusal.CHANGED
    return refused.value.faults


def test_a_cell_whose_block_an_import_took_away_is_refused_and_not_undone(
    small: SmallYear, log: EditLog
) -> None:
    edit = of_kofi(small, "AMB", "ICU")
    made = save(log, edit)
    assert made is not None
    the_block(small).delete()
    with pytest.raises(CellsRefused) as refused:
        save(log, CellEdit(edit.resident, edit.block, "ICU", "AMB"))
    assert "not in the schedule any more" in refused.value.faults[0].reason
    with pytest.raises(StepRefused, match="changed since"):
        undo_edit(log=log, expected=made.pk)


def test_a_resident_of_another_program_is_in_no_cell(small: SmallYear, log: EditLog) -> None:
    other = make_resident().pk
    with pytest.raises(CellsRefused):
        save(log, CellEdit(other, the_block(small).pk, "", "ICU"))
    assert not RotationAssignment.objects.filter(resident=other).exists()


def test_a_request_sent_twice_is_done_once(small: SmallYear, log: EditLog) -> None:
    key = uuid4()
    edit = of_kofi(small, "AMB", "ICU")
    first = edit_cells(log=log, edits=[edit], today=BEFORE_THE_YEAR, request_key=key)
    assert edit_cells(log=log, edits=[edit], today=BEFORE_THE_YEAR, request_key=key) == first
    assert DataEdit.objects.count() == 1


def test_undo_brings_back_a_split_and_its_parts(small: SmallYear, log: EditLog) -> None:
    save(log, of_kofi(small, "AMB", SPLIT))
    merged = save(log, of_kofi(small, SPLIT, "ICU"))
    assert merged is not None
    undo_edit(log=log, expected=merged.pk)
    assert solver_reads(small)[small.kofi.pk] == [(MONDAY, "AMB"), (NEXT_MONDAY, "ICU")]
    redo_edit(log=log, expected=merged.pk)
    assert solver_reads(small)[small.kofi.pk] == [(MONDAY, "ICU")]
    kinds = Event.objects.filter(kind=EventKind.BLOCKS_EDITED).values_list("subject", flat=True)
    assert len(kinds) == 4


def test_the_days_to_come_of_a_block_under_way_may_change(small: SmallYear, log: EditLog) -> None:
    with pytest.raises(CellsRefused) as refused:
        save(log, of_kofi(small, "AMB", "ICU"), today=NEXT_MONDAY)
    assert refused.value.why == Refusal.PAST
    assert save(log, of_kofi(small, "AMB", SPLIT), today=NEXT_MONDAY) is not None
    assert save(log, of_kofi(small, SPLIT, "ICU"), today=NEXT_MONDAY, past_too=True) is not None


def test_writing_what_is_there_is_no_step(small: SmallYear, log: EditLog) -> None:
    assert save(log, of_kofi(small, "AMB", "amb")) is None
    assert not DataEdit.objects.exists()


def test_a_draft_solved_before_speaks_of_other_data(small: SmallYear, log: EditLog) -> None:
    draft = make_draft(run=small.finished_run(), actor=None)
    assert not data_changed_under(draft)
    save(log, of_kofi(small, "AMB", "ICU"))
    assert data_changed_under(draft)


def test_drafts_follow_an_edit_and_its_undo(small: SmallYear, log: EditLog) -> None:
    draft = make_draft(run=small.finished_run(), actor=None)
    before = reachable(draft)
    made = save(log, of_kofi(small, "AMB", "ICU"))
    assert made is not None
    assert reachable(draft) == {**before, small.kofi.pk: 0}
    undo_edit(log=log, expected=made.pk)
    assert reachable(draft) == before


def test_looking_at_those_residents_alone_leaves_nothing_to_renew(small: SmallYear, log: EditLog) -> None:
    draft = make_draft(run=small.finished_run(), actor=None)
    renew_drafts(small.year)
    before = reachable(draft)
    made = save(log, of_kofi(small, "AMB", SPLIT), of_ana(small, "AMB", "ICU"))
    assert made is not None
    assert reachable(draft) != before
    assert renew_drafts(small.year) == 0
    undo_edit(log=log, expected=made.pk)
    assert reachable(draft) == before
    assert renew_drafts(small.year) == 0


def reachable(draft: Schedule) -> dict[int, int | None]:
    """The half-days together that each resident could have, as the draft says."""
    return dict(draft.coaches.values_list("resident_id", "attainable"))


def test_a_step_names_its_cells(small: SmallYear, log: EditLog) -> None:
    made = save(log, of_kofi(small, "AMB", "ICU"), of_ana(small, "AMB", "ICU"))
    assert made is not None
    assert made.label == "Changed 2 cells"
    assert made.before == {key_of(who.pk, the_block(small).pk): "AMB" for who in (small.kofi, small.ana)}
