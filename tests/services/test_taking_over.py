"""A result goes into the draft it began from only where nobody decided otherwise, and only as a whole that keeps the rules."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from scheduling.domain.scope import Scope
from scheduling.models import (
    EditKind,
    PinnedFree,
    Schedule,
    ScheduleState,
    Session,
)
from scheduling.selectors.workbench.cells import FREE
from scheduling.services.drafts import DraftRefused, make_draft
from scheduling.services.editing.refusals import CellsChanged, EditRefused, RulesBroken
from scheduling.services.editing.taking_over import Changed, Taking, take_over
from scheduling.services.editing.undoing import undo
from tests.factories import make_faculty, make_pairing, make_resident, make_run, make_user
from tests.services.solved_again import BEFORE_THE_YEAR, MON, TUE, Again, make_again

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ALL = Taking(key="all")
WHOLE_YEAR = {(who, week): (MON,) for who in (0, 1) for week in range(8)}


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """Nothing is history yet."""
    with time_machine.travel(BEFORE_THE_YEAR):
        yield


@pytest.fixture
def again() -> Again:
    """The draft with everybody on Tuesdays."""
    return make_again()


def attended(draft: Schedule) -> set[tuple[int, int]]:
    return set(draft.assignments.values_list("resident_id", "session_id"))


def test_a_result_is_taken_over_as_one_step(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    edit = take_over(run=run, actor=None, taking=ALL)
    assert (edit.kind, edit.label) == (EditKind.TAKE_OVER, f"Took over {run}: 32 cells")
    assert edit.cells.count() == 32
    assert all(again.state(who, week, TUE) == FREE for who in (0, 1) for week in range(8))
    assert again.draft.assignments.with_together().filter(together=True).count() == 16
    again.draft.refresh_from_db()
    assert (edit.edition, again.draft.edition) == (2, 2)


def test_undo_restores_exactly_what_was_there(again: Again) -> None:
    actor = make_user()
    before = attended(again.draft)
    take_over(run=again.run(WHOLE_YEAR), actor=actor, taking=ALL)
    assert attended(again.draft) != before
    undo(schedule=again.draft, actor=actor)
    assert attended(again.draft) == before


def test_the_same_key_twice_is_one_step(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    assert take_over(run=run, actor=None, taking=ALL) == take_over(run=run, actor=None, taking=ALL)
    assert again.draft.edits.count() == 1


def test_chosen_weeks_alone_are_taken_over(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    weeks = frozenset({again.small.year.first_monday + timedelta(weeks=2)})
    take_over(run=run, actor=None, taking=Taking(key="one week", weeks=weeks))
    moved = {(who, week) for who, week in WHOLE_YEAR if again.state(who, week, MON) != FREE}
    assert moved == {(0, 2), (1, 2)}


def test_a_cell_changed_since_is_asked_about_and_left_if_so_said(again: Again) -> None:
    run = again.run({(0, 1): (MON,), (1, 1): (MON,)})
    again.put(0, 1, None)
    with pytest.raises(CellsChanged, match="1 cell of the draft changed since the run began") as asked:
        take_over(run=run, actor=None, taking=ALL)
    # The Tuesday is free in both; the solver's Monday is half of a move that somebody has decided otherwise.
    assert [one.change.place for one in asked.value.cells] == [again.place(0, 1, MON)]
    assert not again.draft.edits.exists()
    take_over(run=run, actor=None, taking=Taking(key="leave", changed=Changed.LEAVE))
    assert again.state(0, 1, MON) == again.state(0, 1, TUE) == FREE
    assert again.state(1, 1, MON) != FREE


def test_a_cell_changed_since_takes_the_solvers_if_so_said(again: Again) -> None:
    run = again.run({(0, 1): (MON,), (1, 1): (MON,)})
    again.put(1, 3, MON)
    take_over(run=run, actor=None, taking=Taking(key="put", changed=Changed.PUT))
    assert again.state(1, 3, MON) == FREE
    assert again.state(1, 3, TUE) != FREE


def test_an_answer_given_to_an_older_edition_is_asked_for_again(again: Again) -> None:
    run = again.run({(0, 1): (MON,)})
    again.put(1, 3, MON)
    answer = Taking(key="put", changed=Changed.PUT, seen_edition=again.draft.edition)
    again.put(1, 4, MON)
    with pytest.raises(CellsChanged) as asked:
        take_over(run=run, actor=None, taking=answer)
    assert len(asked.value.cells) == 4
    assert not again.draft.edits.exists()


def test_what_was_pinned_since_never_moves(again: Again) -> None:
    run = again.run({(0, 1): (MON,), (1, 1): (MON,)})
    again.put(0, 1, TUE, pinned=True)
    # The solver's Monday would come beside the pinned Tuesday, and a week holds one.
    again.small.rotation.max_per_week = 1
    again.small.rotation.save()
    with pytest.raises(RulesBroken):
        take_over(run=run, actor=None, taking=Taking(key="put", changed=Changed.PUT))
    assert again.state(0, 1, TUE).pinned
    assert not again.draft.edits.exists()


def test_a_half_day_pinned_free_since_stays_free(again: Again) -> None:
    run = again.run({(0, 1): (TUE, MON), (1, 1): (MON,)})
    place = again.place(0, 1, MON)
    half_day = {"date": place.half_day.date, "period": place.half_day.period}
    PinnedFree.objects.create(schedule=again.draft, resident_id=place.resident, **half_day)
    take_over(run=run, actor=None, taking=Taking(key="put", changed=Changed.PUT))
    assert again.state(0, 1, MON).session is None
    assert again.state(1, 1, MON).session is not None


def test_pins_of_the_version_hold_in_the_problem_and_in_a_new_draft(again: Again) -> None:
    again.put(0, 1, TUE, pinned=True)
    place = again.place(0, 2, MON)
    half_day = {"date": place.half_day.date, "period": place.half_day.period}
    PinnedFree.objects.create(schedule=again.draft, resident_id=place.resident, **half_day)
    draft = make_draft(run=again.run({(1, 1): (MON,)}), actor=None)
    assert draft.based_on == again.draft
    assert list(draft.assignments.filter(pinned=True).values_list("resident_id", "date")) == [
        (again.place(0, 1, TUE).resident, again.place(0, 1, TUE).half_day.date)
    ]
    assert [(row.resident_id, row.date) for row in draft.pinned_free.all()] == [
        (place.resident, place.half_day.date)
    ]


def test_a_forged_result_that_moves_a_pinned_cell_is_refused_before_a_row_is_written(again: Again) -> None:
    again.put(0, 1, TUE, pinned=True)
    run = again.run({(0, 1): (MON,)})
    with pytest.raises(EditRefused, match=r"breaks a rule.*pinned"):
        take_over(run=run, actor=None, taking=ALL)
    with pytest.raises(DraftRefused, match=r"breaks a rule.*pinned"):
        make_draft(run=run, actor=None)
    assert not again.draft.edits.exists()


def test_a_forged_result_that_changes_what_it_was_not_asked_about_is_refused(again: Again) -> None:
    run = again.run({(0, 5): (MON,)}, scope=Scope(weeks=(1, 2)))
    with pytest.raises(EditRefused, match="breaks a rule"):
        take_over(run=run, actor=None, taking=ALL)
    assert attended(again.draft) == attended(make_draft_of_the_base(again))


def make_draft_of_the_base(again: Again) -> Schedule:
    return make_draft(run=again.run({}), actor=None)


def test_a_draft_that_would_break_a_rule_is_refused_in_words_and_stays(again: Again) -> None:
    run = again.run({(0, 1): (MON,), (1, 1): (MON,)})
    before = attended(again.draft)
    Session.objects.filter(pk=again.small.session(again.place(0, 1, MON).half_day.date).pk).update(rooms=1)
    with pytest.raises(RulesBroken) as refused:
        take_over(run=run, actor=None, taking=ALL)
    assert refused.value.sentences[0].startswith("Nothing was taken over")
    assert "room" in refused.value.sentences[1]
    assert attended(again.draft) == before
    assert not again.draft.edits.exists()


def test_what_the_draft_breaks_already_stands_in_nobodys_way(again: Again) -> None:
    run = again.run({(0, 1): (MON,)})
    Session.objects.filter(pk=again.small.session(again.place(0, 4, TUE).half_day.date).pk).update(rooms=1)
    take_over(run=run, actor=None, taking=ALL)
    assert again.state(0, 1, MON) != FREE


def test_other_coaches_do_not_slip_into_a_draft(again: Again) -> None:
    run = again.run({(0, 1): (MON,)})
    again.draft.coaches.update(faculty=make_faculty(again.small.program, "Ortega, Ines", panel_max=9))
    with pytest.raises(EditRefused, match="found other coaches than the draft has, for 2 residents"):
        take_over(run=run, actor=None, taking=ALL)


def test_the_past_stays(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    with time_machine.travel(datetime(2026, 7, 14, 12, tzinfo=UTC)):
        take_over(run=run, actor=None, taking=ALL)
    # Tuesday of the third week is today, its Monday is not any more.
    assert all(again.state(0, week, TUE) != FREE for week in (0, 1))
    assert again.state(0, 2, MON) == FREE
    assert all(again.state(0, week, MON) != FREE for week in range(3, 8))


def test_a_published_version_takes_nothing_over(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    Schedule.objects.filter(pk=again.draft.pk).update(state=ScheduleState.ARCHIVED)
    with pytest.raises(EditRefused, match="stays as it is"):
        take_over(run=run, actor=None, taking=ALL)


def test_a_run_that_began_from_nothing_opens_as_a_draft_only(again: Again) -> None:
    with pytest.raises(EditRefused, match="Open it as a new draft"):
        take_over(run=make_run(again.small.year), actor=None, taking=ALL)


def test_nothing_to_take_over_is_said(again: Again) -> None:
    with pytest.raises(EditRefused, match="has all of it already"):
        take_over(run=again.run({}), actor=None, taking=ALL)


def test_whoever_joined_the_year_has_a_coach_in_the_draft(again: Again) -> None:
    joined = again.small.residents[1]
    again.draft.coaches.filter(resident=joined).delete()
    make_pairing(joined, again.small.coach)
    take_over(run=again.run({(1, 1): (MON,)}), actor=None, taking=ALL)
    coach = again.draft.coaches.get(resident=joined)
    assert (coach.faculty, coach.attainable) == (again.small.coach, 8)


def test_whoever_joined_the_draft_since_is_left_alone(again: Again) -> None:
    run = again.run(WHOLE_YEAR)
    late = make_resident(again.small.program, "Later, Lea")
    session = again.small.session(again.place(0, 1, TUE).half_day.date)
    again.draft.assignments.create(resident=late, session=session, date=session.date, period=session.period)
    take_over(run=run, actor=None, taking=Taking(key="put", changed=Changed.PUT))
    assert again.draft.assignments.filter(resident=late).exists()
