"""Teams are made, joined, left and ended; every step can be taken back, and who was in one stays known."""

from datetime import date, timedelta

import pytest
import time_machine

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.access import own_notices
from scheduling.domain.notice_wording import notice_text
from scheduling.models import Notice, Nurse, NurseAway, Program, Resident, Team, TeamMember
from scheduling.services.data_edits import StepRefused
from scheduling.services.leaving import close_account, end_role, leave, stay
from scheduling.services.program_data import SeenIsOld, fingerprint
from scheduling.services.team_rows import TeamRows, nurse_key
from scheduling.services.teams import (
    TeamRefused,
    add_member,
    end_team,
    make_team,
    remove_member,
    rename_team,
    save_nurse,
    set_nurse_away,
    undo_team_step,
)
from tests.coaching.clinic_year import at
from tests.factories import (
    faculty_of,
    make_faculty,
    make_nurse,
    make_program,
    make_resident,
    make_site,
    make_user,
    resident_of,
)
from tests.factories import make_team as team_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def monday_noon() -> object:
    with time_machine.travel(at("2026-11-23 12:00"), tick=False):
        yield


@pytest.fixture
def juniper(program: Program) -> Team:
    """A resident, a faculty member and a nurse since summer."""
    people = (make_resident(program, "Silva, Ana"), make_faculty(program, "Okafor, Ada"), make_nurse(program))
    return team_of(program, *people, name="Juniper")


def undo(program: Program, actor: User, *, again: bool = False) -> object:
    return undo_team_step(program=program, actor=actor, again=again, step=None)


def people(team: Team, day: date = TODAY) -> set[str]:
    return {str(member.who) for member in TeamMember.objects.on(day).filter(team=team)}


def test_a_team_begins_today_and_the_trail_says_so(program: Program, coordinator: User) -> None:
    team = make_team(program=program, name="Juniper", actor=coordinator)
    assert (team.first_date, team.last_date) == (TODAY, None)
    event = Event.objects.get(kind=EventKind.TEAMS_CHANGED)
    assert (event.subject, event.program_id) == ("Made team Juniper", program.pk)


@pytest.mark.parametrize("name", ["Juniper", "juniper"])
def test_a_name_is_one_teams_alone_also_after_it_has_ended(
    juniper: Team, coordinator: User, name: str
) -> None:
    end_team(team=juniper, actor=coordinator)
    with pytest.raises(TeamRefused, match=r"There is a team Juniper already\. It has ended"):
        make_team(program=juniper.program, name=name, actor=coordinator)
    assert make_team(program=make_program(), name=name, actor=None)


def test_each_kind_of_person_joins_today_and_nobody_twice(program: Program, coordinator: User) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    nurse = make_user("Nura Sey", program=program, role=Role.NURSE)
    joining = (
        make_resident(program, "Silva, Ana"),
        make_faculty(program, "Okafor, Ada"),
        Membership.objects.get(user=nurse),
    )
    for person in joining:
        add_member(team=team, person=person, actor=coordinator)
        with pytest.raises(TeamRefused, match="is in team Harbor already"):
            add_member(team=team, person=person, actor=coordinator)
    assert people(team) == {"Ana Silva", "Ada Okafor", "Nura Sey"}
    assert set(TeamMember.objects.values_list("first_date", flat=True)) == {TODAY}


def test_who_is_taken_out_was_in_the_team_until_yesterday(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(resident__name="Silva, Ana")
    remove_member(member=member, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == YESTERDAY
    assert "Ana Silva" not in people(juniper)
    assert "Ana Silva" in people(juniper, YESTERDAY)
    assert remove_member(member=member, actor=coordinator) is None


def test_who_joined_today_and_is_taken_out_was_never_in_the_team(juniper: Team, coordinator: User) -> None:
    member = add_member(team=juniper, person=make_faculty(juniper.program), actor=coordinator)
    remove_member(member=member, actor=coordinator)
    assert not TeamMember.objects.filter(pk=member.pk).exists()
    assert undo(juniper.program, coordinator)
    assert TeamMember.objects.get(pk=member.pk).last_date is None


def test_a_team_that_ends_keeps_its_history_and_undo_brings_everybody_back(
    juniper: Team, coordinator: User
) -> None:
    before = people(juniper)
    assert len(before) == 3
    add_member(team=juniper, person=make_resident(juniper.program, "New, Ned"), actor=coordinator)
    end_team(team=juniper, actor=coordinator)
    juniper.refresh_from_db()
    assert juniper.last_date == YESTERDAY
    assert people(juniper) == set()
    assert people(juniper, YESTERDAY) == before
    assert end_team(team=juniper, actor=coordinator) is None
    with pytest.raises(TeamRefused, match="Team Juniper has ended"):
        add_member(team=juniper, person=make_resident(juniper.program), actor=coordinator)
    undo(juniper.program, coordinator)
    assert people(juniper) == {*before, "Ned New"}
    undo(juniper.program, coordinator, again=True)
    assert people(juniper) == set()


def test_a_team_made_today_and_ended_was_never_there_and_can_come_back(
    program: Program, coordinator: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=coordinator)
    end_team(team=team, actor=coordinator)
    assert not Team.objects.exists()
    undo(program, coordinator)
    assert people(Team.objects.get(pk=team.pk, name="Harbor")) == {"Ana Silva"}
    undo(program, coordinator)
    undo(program, coordinator)
    assert not Team.objects.exists()
    undo(program, coordinator, again=True)
    assert Team.objects.get().pk == team.pk


def test_a_team_that_others_joined_since_is_not_undone_with_them(
    program: Program, coordinator: User, chief: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=chief)
    with pytest.raises(StepRefused, match="Take them out first"):
        undo(program, coordinator)
    assert people(team) == {"Ana Silva"}
    undo(program, chief)
    assert undo(program, coordinator)
    assert not Team.objects.exists()


def test_a_step_is_not_taken_back_over_what_somebody_did_since(
    juniper: Team, coordinator: User, chief: User
) -> None:
    member = TeamMember.objects.get(resident__name="Silva, Ana")
    remove_member(member=member, actor=coordinator)
    add_member(team=juniper, person=member.resident, actor=chief)  # type: ignore[arg-type]  # a resident it is
    with pytest.raises(StepRefused, match="Nothing was changed"):
        undo(juniper.program, coordinator)
    assert TeamMember.objects.on(TODAY).filter(resident=member.resident).count() == 1


def test_nobody_is_put_back_into_a_team_that_is_gone_or_has_ended(
    program: Program, coordinator: User, chief: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=chief)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=coordinator)
    undo(program, coordinator)
    undo(program, chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(program, coordinator, again=True)
    undo(program, chief, again=True)
    Team.objects.update(first_date=YESTERDAY)
    end_team(team=team, actor=chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(program, coordinator, again=True)
    assert not TeamMember.objects.exists()


def test_what_somebody_took_back_meanwhile_is_told_or_is_so_already(
    program: Program, coordinator: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    ana = make_resident(program, "Silva, Ana")
    member = add_member(team=team, person=ana, actor=coordinator)
    shown = TeamMember.objects.get(pk=member.pk)
    undo(program, coordinator)
    assert remove_member(member=shown, actor=coordinator) is None
    undo(program, coordinator)
    assert end_team(team=team, actor=coordinator) is None
    with pytest.raises(TeamRefused, match="Team Harbor is gone"):
        add_member(team=team, person=ana, actor=coordinator)


def test_a_team_that_ends_keeps_the_name_that_somebody_gave_it_meanwhile(
    juniper: Team, coordinator: User, chief: User
) -> None:
    shown = Team.objects.get(pk=juniper.pk)
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=chief)
    end_team(team=shown, actor=coordinator)
    juniper.refresh_from_db()
    assert (juniper.name, juniper.last_date) == ("Harbor", YESTERDAY)


def test_a_team_renamed_since_the_page_was_made_keeps_that_name(juniper: Team, coordinator: User) -> None:
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=coordinator)
    juniper.refresh_from_db()
    with pytest.raises(SeenIsOld):
        rename_team(team=juniper, name="Maple", seen="Juniper", actor=coordinator)
    rename_team(team=juniper, name="harbor", seen="Harbor", actor=coordinator)
    team_of(juniper.program, name="Maple")
    juniper.refresh_from_db()
    with pytest.raises(TeamRefused, match="Choose another name"):
        rename_team(team=juniper, name="maple", seen="harbor", actor=coordinator)
    undo(juniper.program, coordinator)
    juniper.refresh_from_db()
    assert juniper.name == "Harbor"


def test_undo_does_not_give_a_team_the_name_that_another_has_by_now(
    juniper: Team, coordinator: User, chief: User
) -> None:
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=coordinator)
    make_team(program=juniper.program, name="Juniper", actor=chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(juniper.program, coordinator)
    juniper.refresh_from_db()
    assert juniper.name == "Harbor"


# --- nurses


def test_a_nurses_week_is_saved_unless_it_changed_since_and_can_be_taken_back(
    program: Program, nurse: User, coordinator: User
) -> None:
    held = Membership.objects.select_related("user", "program").get(user=nurse)
    site = make_site(program)
    value = {"phone": "555-0101", "pager": "", "half_days": [[0, "AM", site.pk], [2, "PM", site.pk]]}
    seen = fingerprint(TeamRows(program).held([nurse_key(held.pk)]))
    save_nurse(membership=held, value=value, seen=seen, actor=coordinator)
    saved = Nurse.objects.get()
    assert saved.phone == "555-0101"
    assert [(row.weekday, row.period) for row in saved.half_days.all()] == [(0, "AM"), (2, "PM")]
    with pytest.raises(SeenIsOld):
        save_nurse(membership=held, value={**value, "phone": "0"}, seen=seen, actor=coordinator)
    undo(program, coordinator)
    assert not saved.half_days.exists()
    undo(program, coordinator, again=True)
    assert saved.half_days.count() == 2


def test_a_nurses_days_away_are_entered_once_and_taken_out(
    program: Program, nurse: User, coordinator: User
) -> None:
    held = Membership.objects.select_related("user", "program").get(user=nurse)
    days = {"membership": held, "first": TODAY, "last": TODAY, "actor": coordinator}
    assert set_nurse_away(away=True, **days)  # type: ignore[arg-type]
    assert set_nurse_away(away=True, **days) is None  # type: ignore[arg-type]
    assert NurseAway.objects.count() == 1
    assert set_nurse_away(away=False, **days)  # type: ignore[arg-type]
    assert not NurseAway.objects.exists()
    undo(program, coordinator)
    assert NurseAway.objects.get().nurse_id == held.pk


# --- leaving the program


def test_a_nurse_whose_role_ends_leaves_their_teams_that_day(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(nurse__isnull=False)
    assert member.nurse
    assert str(member.nurse) in people(juniper)
    end_role(membership=member.nurse.membership, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == TODAY
    assert str(member.nurse) not in people(juniper)
    assert {"Ana Silva", "Ada Okafor"} == people(juniper)


def test_a_closed_account_is_in_no_team(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(nurse__isnull=False)
    assert member.nurse
    close_account(user=member.nurse.membership.user, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == TODAY


@pytest.mark.parametrize("kind", ["resident", "faculty"])
def test_who_leaves_the_program_is_in_its_teams_until_then_and_again_if_they_stay(
    juniper: Team, coordinator: User, kind: str
) -> None:
    member = TeamMember.objects.get(**{f"{kind}__isnull": False})
    person = getattr(member, kind)
    leave(person=person, on=TODAY, actor=coordinator)
    assert str(person) not in people(juniper)
    assert str(person) in people(juniper, YESTERDAY)
    stay(person=person)
    assert str(person) in people(juniper)


# --- who is told


def told(user: User) -> list[str]:
    """What somebody has not read, the newest first."""
    return [notice_text(row.kind, row.data).title for row in own_notices(user).filter(read_at=None)]


def test_who_joins_and_those_of_the_team_are_told_once(
    juniper: Team, resident: User, coach: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    assert told(resident) == ["You are in team Juniper"]
    assert Notice.objects.filter(kind="team").count() == 4
    [mine] = own_notices(resident)
    assert notice_text(mine.kind, mine.data).lines[0].text.startswith("With Ada Okafor, Ana Silva, ")
    assert mine.due_at is not None
    add_member(team=juniper, person=faculty_of(coach), actor=coordinator)
    assert told(resident) == ["Coen Achebe joins team Juniper", "You are in team Juniper"]


def test_who_leaves_and_those_who_stay_are_told(
    juniper: Team, resident: User, nurse: User, coordinator: User
) -> None:
    nurses = Membership.objects.get(user=nurse, role=Role.NURSE)
    for person in (resident_of(resident), nurses):
        add_member(team=juniper, person=person, actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    member = TeamMember.objects.get(nurse=nurses.pk)
    for _ in range(2):
        remove_member(member=member, actor=coordinator)
    assert told(nurse) == ["You are not in team Juniper any more"]
    assert told(resident) == [f"{nurse} leaves team Juniper"]


def test_a_step_taken_back_before_anybody_read_of_it_is_told_to_nobody(
    juniper: Team, resident: User, coordinator: User, program: Program
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    undo(program, coordinator)
    assert told(resident) == []
    assert not Notice.objects.filter(due_at__isnull=False).exists()
    assert not Notice.objects.filter(read_at=None).exists()
    undo(program, coordinator, again=True)
    assert told(resident) == ["You are in team Juniper"]
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    undo(program, coordinator)
    assert told(resident) == ["You are not in team Juniper any more"]


def test_a_team_that_ends_tells_its_members_and_not_who_ended_it(
    juniper: Team, resident: User, chief: User, program: Program
) -> None:
    own = Resident.objects.filter(user=chief).first() or make_resident(program, user=chief)
    for person in (resident_of(resident), own):
        add_member(team=juniper, person=person, actor=chief)
    assert told(chief) == []
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    end_team(team=juniper, actor=chief)
    assert told(resident) == ["Team Juniper has ended"]
    assert told(chief) == []


def test_those_who_stay_are_told_of_a_nurse_whose_role_ends(
    juniper: Team, resident: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    gone = TeamMember.objects.get(nurse__isnull=False).nurse
    assert gone is not None
    end_role(membership=gone.membership, actor=None)
    assert told(resident) == [f"{gone} leaves team Juniper"]
    assert not own_notices(gone.membership.user).exists()
    assert not Notice.objects.filter(user=gone.membership.user, read_at=None).exists()
