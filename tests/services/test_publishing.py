"""Publishing happens once, whole, and only on what the coordinator has seen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.notice_wording import NoticeLine, notice_text
from scheduling.domain.seats import Seat
from scheduling.models import (
    Absence,
    AcademicYear,
    Assignment,
    Block,
    ClinicRule,
    FacultyHalfDay,
    Holiday,
    Notice,
    Pairing,
    ResidentYear,
    Rotation,
    Schedule,
    ScheduleState,
    Session,
)
from scheduling.selectors.publish_effects import publish_effects
from scheduling.services.drafts import make_draft
from scheduling.services.publishing import NotPublishable, StaleEdition, publish_schedule
from tests.services.small_year import NEXT_MONDAY, SmallYear, make_small_year

pytestmark = pytest.mark.django_db


def draft_of(small: SmallYear, number: int = 1, **attended: tuple[int, ...]) -> Schedule:
    return make_draft(run=small.finished_run(small.outcome(**attended), number), actor=None)


def publish(schedule: Schedule, **options: Any) -> Schedule:
    return publish_schedule(schedule=schedule, actor=None, seen_edition=schedule.edition, **options)


def test_publishing_begins_the_pairings_that_the_draft_proposes() -> None:
    small = make_small_year()
    published = publish(draft_of(small))
    assert published.state == ScheduleState.PUBLISHED
    assert published.published_at is not None
    new = Pairing.objects.get(resident=small.ana)
    assert (new.faculty, new.last_date) == (small.omar, None)
    assert Pairing.objects.filter(resident=small.kofi).count() == 1


def test_a_pairing_agreed_for_the_year_after_stays_and_the_new_one_ends_before_it() -> None:
    small = make_small_year()
    after = small.year.last_date + timedelta(days=1)
    Pairing.objects.create(resident=small.ana, faculty=small.ingrid, first_date=after)
    publish(draft_of(small))
    assert list(
        Pairing.objects.filter(resident=small.ana).order_by("first_date").values_list("faculty", "last_date")
    ) == [
        (small.omar.pk, small.year.last_date),
        (small.ingrid.pk, None),
    ]


def test_publishing_twice_has_one_effect() -> None:
    small = make_small_year()
    draft = draft_of(small)
    publish(draft)
    publish(draft)
    assert Pairing.objects.filter(resident=small.ana).count() == 1
    assert Event.objects.filter(kind=EventKind.PUBLISHED).count() == 1


def test_the_version_published_before_is_kept_as_history() -> None:
    small = make_small_year()
    first, second = publish(draft_of(small, 1)), publish(draft_of(small, 2, kofi=(0,)))
    first.refresh_from_db()
    assert (first.state, second.state) == (ScheduleState.ARCHIVED, ScheduleState.PUBLISHED)
    event = Event.objects.filter(kind=EventKind.PUBLISHED)[0]
    assert (event.before, event.after["version"]) == ({"version": first.version}, second.version)
    assert first.assignments.count() == 4


def test_a_draft_edited_since_the_page_was_opened_is_refused() -> None:
    small = make_small_year()
    draft = draft_of(small)
    Schedule.objects.filter(pk=draft.pk).update(edition=draft.edition + 1)
    with pytest.raises(StaleEdition, match="changed since this page was opened"):
        publish(draft)
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT


def test_a_draft_that_counts_another_coach_than_the_current_one_is_refused() -> None:
    small = make_small_year()
    draft = draft_of(small)
    Pairing.objects.filter(resident=small.kofi).update(faculty=small.omar)
    with pytest.raises(NotPublishable, match=r"Kofi Boateng is now with Dr\. Reyes"):
        publish(draft)
    assert not Pairing.objects.filter(resident=small.ana).exists()


def test_a_draft_with_clinics_in_sessions_that_were_closed_since_is_refused() -> None:
    small = make_small_year()
    AcademicYear.objects.update(first_monday=date(2098, 6, 30))
    for session, day in zip(small.sessions, (date(2098, 6, 30), date(2098, 7, 7)), strict=True):
        Session.objects.filter(pk=session.pk).update(date=day)
        session.refresh_from_db()
    Block.objects.update(first_date=date(2098, 6, 30), last_date=date(2098, 7, 13))
    small.year.refresh_from_db()
    draft = draft_of(small)
    holiday = Holiday.objects.create(program=small.program, date=date(2098, 7, 7), name="Founders' day")
    with pytest.raises(NotPublishable, match=r"closed by now: Mon 7 Jul, AM"):
        publish(draft)
    holiday.delete()
    assert publish(draft).state == ScheduleState.PUBLISHED


def test_a_new_coach_begins_when_the_last_one_has_ended() -> None:
    small = make_small_year()
    Pairing.objects.create(
        resident=small.ana, faculty=small.ingrid, first_date=date(2026, 6, 29), last_date=date(2026, 7, 4)
    )
    publish(draft_of(small))
    assert Pairing.objects.get(resident=small.ana, last_date=None).first_date == date(2026, 7, 5)


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC))
@pytest.mark.parametrize("what", ["rooms", "leave", "rotation", "preceptors"])
def test_a_draft_that_todays_data_make_impossible_is_refused_in_words(what: str) -> None:
    small = make_small_year()
    draft = draft_of(small)
    first = small.sessions[0]
    if what == "rooms":
        Session.objects.filter(pk=first.pk).update(rooms=1)
    elif what == "leave":
        Absence.objects.create(resident=small.kofi, first_date=first.date, last_date=first.date)
    elif what == "rotation":
        Rotation.objects.filter(program=small.program).update(clinic_rule=ClinicRule.NONE)
    else:
        FacultyHalfDay.objects.all().delete()
    words = {"rooms": "2 residents in 1 room", "preceptors": "supervise 0"}.get(
        what, "Kofi Boateng may not attend"
    )
    with pytest.raises(NotPublishable, match=words):
        publish(draft)
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT


@time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC))
def test_what_is_known_by_now_of_the_past_does_not_keep_a_draft_back() -> None:
    small = make_small_year()
    draft = draft_of(small)
    Session.objects.filter(pk=small.sessions[0].pk).update(rooms=1)
    assert publish(draft).state == ScheduleState.PUBLISHED


def test_a_version_of_the_past_is_not_published_again() -> None:
    small = make_small_year()
    first = publish(draft_of(small, 1))
    publish(draft_of(small, 2))
    first.refresh_from_db()
    with pytest.raises(StaleEdition, match="kept as history"):
        publish(first)


def test_before_the_first_publication_everything_is_new() -> None:
    small = make_small_year()
    effects = publish_effects(draft_of(small), date(2026, 6, 22))
    assert effects.is_first
    assert [str(row.resident) for row in effects.changes] == ["Kofi Boateng", "Ana Silva"]
    assert [pairing.coach for pairing in effects.pairings] == ["Dr. Omar Reyes"]
    assert (effects.clinics, effects.together, effects.attainable) == (4, 4, 4)


@time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC))
def test_a_second_version_names_only_those_for_whom_something_changes() -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    effects = publish_effects(draft_of(small, 2, kofi=(0,)), date(2026, 7, 1))
    (row,) = effects.changes
    (change,) = row.changes
    assert (str(row.resident), str(change.half_day)) == ("Kofi Boateng", "Mon 6 Jul, AM")
    assert (change.was, change.will) == (Seat(small.site.name, small.site.letter, together=True), None)
    assert (row.together, change.notice_days(date(2026, 7, 1))) == (-1, 5)
    assert effects.unchanged == 1


@pytest.mark.parametrize("versions", [1, 3])
def test_the_effects_take_the_same_queries_however_much_there_is(
    versions: int, django_assert_num_queries: object
) -> None:
    small = make_small_year()
    for number in range(1, versions + 1):
        publish(draft_of(small, number))
    draft = draft_of(small, versions + 1, kofi=(0,))
    with django_assert_num_queries(12):  # type: ignore[operator]
        publish_effects(draft, date(2026, 7, 1))


# --- what comes late, what has been, and who is told

IN_TIME = time_machine.travel(datetime(2026, 6, 10, 12, tzinfo=UTC))
A_DAY_BEFORE = time_machine.travel(datetime(2026, 6, 28, 12, tzinfo=UTC))
BETWEEN = time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC))


def said_in(schedule: Schedule) -> dict[str, int]:
    """How many clinics each resident has in a version."""
    return {
        str(row.resident): row.resident.assignments.filter(schedule=schedule).count()
        for row in schedule.coaches.all()
    }


@A_DAY_BEFORE
def test_a_late_change_needs_a_reason_which_is_kept() -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    draft = draft_of(small, 2, kofi=(0,))
    with pytest.raises(NotPublishable, match="promises 14 days of notice, and Kofi Boateng would get fewer"):
        publish(draft, late_reason="  ")
    draft.refresh_from_db()
    assert (draft.state, Notice.objects.filter(schedule=draft).count()) == (ScheduleState.DRAFT, 0)
    assert publish(draft, late_reason="Agreed  with Kofi").late_reason == "Agreed with Kofi"
    assert Event.objects.filter(kind=EventKind.PUBLISHED)[0].after["late_reason"] == "Agreed with Kofi"


@IN_TIME
def test_what_comes_in_time_needs_no_reason_and_keeps_none() -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    assert publish(draft_of(small, 2, kofi=(0,)), late_reason="Not asked for").late_reason == ""


@A_DAY_BEFORE
def test_late_changes_can_be_left_out_and_the_rest_is_published() -> None:
    small = make_small_year()
    small.program.notice_days = 7
    small.program.save()
    publish(draft_of(small, 1, kofi=(0, 1), ana=(0, 1)))
    # Tomorrow Kofi's half-day goes (late), in eight days Ana's (in time).
    draft = draft_of(small, 2, kofi=(1,), ana=(0,))
    published = publish(draft, leave_out_late=True)
    assert said_in(published) == {"Kofi Boateng": 2, "Ana Silva": 1}
    assert (published.late_reason, published.objective) == ("", None)
    assert [str(notice.person) for notice in Notice.objects.filter(schedule=published)] == [
        "Dr. Omar Reyes"[4:],
        "Ana Silva",
    ]


@A_DAY_BEFORE
def test_of_two_who_change_late_one_can_be_left_out_and_the_other_needs_a_reason() -> None:
    small = make_small_year()
    publish(draft_of(small, 1, kofi=(0, 1), ana=(0, 1)))
    draft = draft_of(small, 2, kofi=(1,), ana=(1,))
    with pytest.raises(NotPublishable, match="and Ana Silva would get fewer"):
        publish(draft, leave_out_late_of=[small.kofi.pk])
    published = publish(draft, leave_out_late_of=[small.kofi.pk], late_reason="Ana asked")
    assert said_in(published) == {"Kofi Boateng": 2, "Ana Silva": 1}
    assert (published.late_reason, published.objective) == ("Ana asked", None)
    assert "Kofi Boateng" not in {str(notice.person) for notice in published.notices.all()}


@A_DAY_BEFORE
def test_one_left_out_alone_is_refused_where_the_rest_would_break_a_rule() -> None:
    small = make_small_year()
    Session.objects.filter(pk=small.sessions[0].pk).update(rooms=1)
    publish(draft_of(small, 1, kofi=(0, 1), ana=(1,)))
    draft = draft_of(small, 2, kofi=(1,), ana=(0, 1))
    with pytest.raises(NotPublishable, match="cannot be left out"):
        publish(draft, leave_out_late_of=[small.kofi.pk], late_reason="Ana asked")
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT
    assert publish(draft, late_reason="Both asked").state == ScheduleState.PUBLISHED


@A_DAY_BEFORE
def test_late_changes_are_not_left_out_where_the_rest_would_break_a_rule() -> None:
    small = make_small_year()
    small.program.notice_days = 7
    small.program.save()
    publish(draft_of(small, 1, kofi=(0, 1), ana=(0, 1)))
    # One clinic is enough for Kofi, two are too many: he moves from the late half-day to the later one.
    ResidentYear.objects.filter(resident=small.kofi).update(clinics_max=1)
    Assignment.objects.filter(
        schedule__state=ScheduleState.PUBLISHED, resident=small.kofi, date=NEXT_MONDAY
    ).delete()
    draft = draft_of(small, 2, kofi=(1,))
    with pytest.raises(NotPublishable, match="cannot be left out: the rest would break a rule"):
        publish(draft, leave_out_late=True)
    draft.refresh_from_db()
    assert (draft.state, said_in(draft)["Kofi Boateng"]) == (ScheduleState.DRAFT, 1)
    assert publish(draft, late_reason="Agreed").state == ScheduleState.PUBLISHED


@BETWEEN
@pytest.mark.parametrize(("asked", "clinics"), [(False, 2), (True, 1)])
def test_the_past_stays_as_it_was_published_unless_asked_for(asked: bool, clinics: int) -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    draft = draft_of(small, 2, kofi=(1,))
    effects = publish_effects(draft, date(2026, 7, 1))
    assert (effects.past_kept, effects.changes) == (1, ())
    published = publish(draft, change_past=asked)
    assert said_in(published)["Kofi Boateng"] == clinics
    assert not Notice.objects.filter(schedule=published).exists()


@IN_TIME
def test_a_page_that_compared_with_another_version_is_refused() -> None:
    small = make_small_year()
    first = publish(draft_of(small, 1))
    second, third = draft_of(small, 2, kofi=(0,)), draft_of(small, 3, ana=(0,))
    publish(second, seen_published=first.version)
    with pytest.raises(StaleEdition, match=f"Version {second.version} was published since"):
        publish(third, seen_published=first.version)
    assert publish(third, seen_published=second.version).state == ScheduleState.PUBLISHED


@IN_TIME
def test_those_for_whom_something_changes_and_their_coach_are_told_once_and_nobody_else() -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    draft = draft_of(small, 2, kofi=(0,))
    publish(draft)
    publish(draft)
    told = Notice.objects.filter(schedule=draft).order_by("key")
    assert [str(notice.person) for notice in told] == ["Ingrid Dahl", "Kofi Boateng"]
    assert told[0].data["residents"][0]["name"] == "Kofi Boateng"
    assert told[1].data["changes"][0] == {
        "date": "2026-07-06",
        "period": "AM",
        "was": {"site": small.site.name, "letter": small.site.letter, "together": True},
        "will": None,
        "from": "",
    }


@IN_TIME
def test_a_coach_who_comes_or_goes_is_a_change_though_the_place_stays() -> None:
    small = make_small_year()
    publish(draft_of(small, 1))
    draft = draft_of(small, 2)
    draft.preceptings.filter(faculty=small.ingrid, date=NEXT_MONDAY).delete()
    publish(draft)
    notice = Notice.objects.get(schedule=draft, resident=small.kofi)
    assert notice_text(notice.kind, notice.data).lines[0] == NoticeLine(
        f"Mon 6 Jul, AM: {small.site.name}, as before.", "Not together with Dr. Dahl, your coach, any more."
    )
