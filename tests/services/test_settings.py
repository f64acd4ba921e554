"""Settings: saved whole or not at all, never over what somebody else did, looked at before, taken back."""

from typing import Any

import pytest

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.problem_building import build_problem
from scheduling.models import Holiday, Program, RotationHalfDay, RotationWeek, Session
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import in_version, problem_of_version
from scheduling.services.data_edits import StepRefused
from scheduling.services.settings.changed_year import changed_year
from scheduling.services.settings.preview import preview_settings
from scheduling.services.settings.rows import SettingRows
from scheduling.services.settings.saving import (
    SettingsRefused,
    StaleSettings,
    redo_settings,
    save_settings,
    settings_log,
    undo_settings,
)
from tests.factories import make_user
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule, make_small_year

pytestmark = pytest.mark.django_db
LISTED = {"rule": "listed", "listed": [[None, 0, "AM"], [2, 1, "AM"]], "weeks": {"2": "listed", "3": "none"}}


@pytest.fixture
def small(program: Program) -> SmallYear:
    """A small year."""
    return make_small_year(program)


@pytest.fixture
def mine(coordinator: User) -> User:
    """Who changes settings."""
    return coordinator


def save(small: SmallYear, who: User, wanted: dict[str, Any], seen: dict[str, Any] | None = None) -> Any:
    rows = SettingRows(small.program)
    log = settings_log(small.program, who)
    return save_settings(
        log=log, seen=rows.held(wanted) if seen is None else seen, wanted=wanted, about="Rules"
    )


def every_kind(small: SmallYear) -> dict[str, Any]:
    """A change of each kind of setting."""
    program, rotation, site = small.program.pk, small.rotation.pk, small.site.pk
    target = small.residents[0].years.get().pk
    return {
        f"program/{program}/max_gap_weeks": 3,
        f"program/{program}/missed_window": "0.75",
        f"program/{program}/overlap_pieces": [[0.5, 9], [None, 2]],
        f"program/{program}/faculty_pattern": "year",
        f"rotation/{rotation}/max_per_week": 1,
        f"rule/{rotation}": LISTED,
        f"site/{site}/min_residents": 2,
        f"rooms/{site}/{MONDAY}/AM": [0, "Closed for the move"],
        f"rooms/{site}/{MONDAY}/PM": [5, ""],
        f"target/{target}": [1, 4],
        f"holiday/{TUESDAY}": "Founders' day",
        "teaching/all": [[1, "AM", [1], [1, 3]]],
    }


def test_every_kind_is_saved_and_described_as_the_preview_described_it(small: SmallYear, mine: User) -> None:
    wanted = every_kind(small)
    foreseen = changed_year(small.year, program_year(small.year), wanted)
    assert foreseen != program_year(small.year)
    save(small, mine, wanted)
    assert SettingRows(small.program).held(wanted) == wanted
    small.year.program.refresh_from_db()
    assert program_year(small.year) == foreseen


def test_a_change_is_taken_back_and_made_again(small: SmallYear, mine: User) -> None:
    wanted = every_kind(small)
    rows = SettingRows(small.program)
    before, year = rows.held(wanted), program_year(small.year)
    step = save(small, mine, wanted)
    log = settings_log(small.program, mine)
    undo_settings(log=log, expected=step.pk)
    small.year.program.refresh_from_db()
    assert rows.held(wanted) == before
    assert program_year(small.year) == year
    redo_settings(log=log, expected=step.pk)
    assert rows.held(wanted) == wanted


def test_taking_a_holiday_away_opens_its_sessions_again(small: SmallYear, mine: User) -> None:
    Holiday.objects.create(program=small.program, date=MONDAY, name="Founders' day")
    wanted = {f"holiday/{MONDAY}": None}
    foreseen = changed_year(small.year, program_year(small.year), wanted)
    save(small, mine, wanted)
    assert program_year(small.year) == foreseen
    assert next(one.rooms for one in foreseen.sessions if one.half_day.date == MONDAY) == 3


def test_rooms_of_a_holiday_stay_closed(small: SmallYear) -> None:
    Holiday.objects.create(program=small.program, date=MONDAY, name="Founders' day")
    wanted = {f"rooms/{small.site.pk}/{MONDAY}/AM": [9, ""]}
    found = changed_year(small.year, program_year(small.year), wanted).sessions
    assert next(one.rooms for one in found if one.half_day.date == MONDAY) == 0


def test_somebody_else_was_here_first_so_both_values_are_said(small: SmallYear, mine: User) -> None:
    key = f"program/{small.program.pk}/max_gap_weeks"
    seen = SettingRows(small.program).held([key])
    save(small, make_user("Mika Oduya", program=small.program, role=Role.CHIEF), {key: 5})
    with pytest.raises(StaleSettings) as refused:
        save(small, mine, {key: 4}, seen)
    [clash] = refused.value.clashes
    assert (clash.seen, clash.theirs, clash.own) == ("6", "5", "4")
    small.program.refresh_from_db()
    assert small.program.max_gap_weeks == 5


def test_what_both_changed_alike_is_no_clash(small: SmallYear, mine: User) -> None:
    key = f"program/{small.program.pk}/max_gap_weeks"
    seen = SettingRows(small.program).held([key])
    save(small, mine, {key: 5})
    assert save(small, mine, {key: 5}, seen) is None


def test_nothing_of_a_change_that_cannot_be_saved_is_saved(small: SmallYear, mine: User) -> None:
    wanted = {
        f"program/{small.program.pk}/max_gap_weeks": 3,
        f"rotation/{small.rotation.pk}/min_per_week": 9,  # over its maximum of two
    }
    with pytest.raises(SettingsRefused):
        save(small, mine, wanted)
    small.program.refresh_from_db()
    assert small.program.max_gap_weeks == 6
    assert not Event.objects.filter(kind=EventKind.SETTINGS_CHANGED).exists()


def test_the_trail_keeps_both_values_in_words(small: SmallYear, mine: User) -> None:
    save(small, mine, {f"rule/{small.rotation.pk}": LISTED})
    event = Event.objects.get(kind=EventKind.SETTINGS_CHANGED)
    assert event.before == {"Ambulatory: clinic rule": "any half-day"}
    assert event.after["Ambulatory: clinic rule"] == "Mon AM; week 2: Tue AM; week 3: no clinic"
    assert event.actor_id == mine.pk


def test_a_step_is_not_taken_back_over_what_somebody_else_did(small: SmallYear, mine: User) -> None:
    key = f"program/{small.program.pk}/max_gap_weeks"
    step = save(small, mine, {key: 5})
    save(small, make_user("Mika Oduya"), {key: 4})
    with pytest.raises(StepRefused, match="Longest gap in weeks changed since"):
        undo_settings(log=settings_log(small.program, mine), expected=step.pk)


def test_a_session_in_use_is_not_taken_away_by_taking_its_opening_back(small: SmallYear, mine: User) -> None:
    step = save(small, mine, {f"rooms/{small.site.pk}/{MONDAY}/PM": [5, ""]})
    draft = make_small_schedule(small)
    opened = Session.objects.get(site=small.site, date=MONDAY, period="PM")
    draft.assignments.create(
        resident=small.residents[0], session=opened, date=opened.date, period=opened.period
    )
    with pytest.raises(StepRefused, match="does not fit"):
        undo_settings(log=settings_log(small.program, mine), expected=step.pk)
    assert Session.objects.filter(pk=opened.pk).exists()


def test_a_rule_that_is_replaced_leaves_no_half_day_behind(small: SmallYear, mine: User) -> None:
    save(small, mine, {f"rule/{small.rotation.pk}": LISTED})
    save(small, mine, {f"rule/{small.rotation.pk}": {"rule": "none", "listed": [], "weeks": {}}})
    assert not RotationHalfDay.objects.exists()
    assert not RotationWeek.objects.exists()


class TestPreview:
    """What a change would make impossible, said before it is saved."""

    def look(self, small: SmallYear, after: dict[str, Any]) -> Any:
        rows = SettingRows(small.program)
        return preview_settings(small.program, small.year, rows.held(after), after)

    def test_a_target_out_of_reach_names_the_resident(self, small: SmallYear) -> None:
        target = small.residents[0].years.get()
        found = self.look(small, {f"target/{target.pk}": [40, 60]})
        assert found.needs.said == [
            "Nadia Boateng can attend at most 16 clinics in the year; at least 40 are asked."
        ]
        assert not found.is_harmless

    def test_too_few_rooms_for_what_a_week_asks(self, program: Program) -> None:
        """Of two usable dates a week asks for one clinic of each resident: two rooms are enough for two of three."""
        small = make_small_year(program, residents=3)
        save(small, make_user(), {f"rotation/{small.rotation.pk}/min_per_week": 2})
        rooms = f"rooms/{small.site.pk}/{MONDAY}/AM", f"rooms/{small.site.pk}/{TUESDAY}/AM"
        assert self.look(small, {key: [2, ""] for key in rooms}).needs.total == 0
        found = self.look(small, {key: [1, "Lent"] for key in rooms})
        assert found.needs.said == ["The week of Mon 29 Jun asks for 3 clinics; its sessions have 2 rooms."]
        assert not found.is_harmless

    def test_too_little_supervision_for_what_a_week_asks(self, program: Program) -> None:
        """The coach alone precepts, on Mondays: for three residents if one to three are allowed, not if one to two."""
        small = make_small_year(program, residents=3)
        save(small, make_user(), {f"rotation/{small.rotation.pk}/min_per_week": 2})
        ratio = f"program/{program.pk}/residents_per_preceptor"
        assert self.look(small, {ratio: 3}).needs.total == 0
        found = self.look(small, {ratio: 2})
        assert found.needs.said[0] == (
            "The week of Mon 29 Jun asks for 3 of supervision; those who could precept in it hold 2."
        )
        assert found.needs.total == 8  # as many weeks

    def test_clinics_of_a_draft_that_would_break_a_rule_are_said_with_names(self, small: SmallYear) -> None:
        draft = make_small_schedule(small)
        found = self.look(small, {f"rooms/{small.site.pk}/{MONDAY}/AM": [1, "Lent"]})
        [effect] = found.versions
        assert effect.schedule == draft
        assert effect.broken.said == ["Mon 29 Jun, AM at Main holds 2 residents in 1 room."]
        assert effect.broken.already > 0  # Tuesdays have no preceptor as it is

    def test_a_rule_that_hurts_nobody_is_harmless(self, small: SmallYear) -> None:
        make_small_schedule(small)
        assert self.look(small, {f"program/{small.program.pk}/notice_days": 3}).is_harmless

    def test_a_version_is_seen_as_editing_sees_it(self, small: SmallYear) -> None:
        draft = make_small_schedule(small)
        described = program_year(small.year)
        assert in_version(build_problem(described), draft) == problem_of_version(draft, described)

    def test_nothing_is_written(self, small: SmallYear) -> None:
        make_small_schedule(small)
        before = program_year(small.year)
        self.look(small, every_kind(small))
        small.year.program.refresh_from_db()
        assert program_year(small.year) == before

    def test_without_a_year_only_the_change_is_said(self, program: Program) -> None:
        found = preview_settings(program, None, {}, {f"program/{program.pk}/notice_days": 3})
        assert [change.after for change in found.changes] == ["3"]
        assert found.is_harmless
