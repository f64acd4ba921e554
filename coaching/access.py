"""Who may: each person's own pages, and the figures of those who oversee. What is not somebody's is a 404."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coaching.models import (
    LastLook,
    Meeting,
    MeetingDraft,
    PrivateNote,
    PrivateReflection,
    PulseInstrument,
    PulseInvitation,
    PulseRound,
)
from coaching.models.meetings import MeetingQuerySet
from coaching.models.private import OwnWords
from connectedness.accounts.models import Membership, Role, User
from scheduling.access import (
    OVERSEERS,
    at_hand,
    held_roles,
    of_own_row,
    own_people,
    own_row_keys,
    programs_as,
    roles_of,
)
from scheduling.models import CalendarFeed, Pairing, Program, Resident, Team, TeamMember
from scheduling.models.dates import DateThere

IN_TEAMS = (Role.RESIDENT, Role.FACULTY, Role.NURSE)
WHO_SEES_WHO_IS_IN = (Role.NURSE, *OVERSEERS)
# Not chief residents: they are asked themselves.
WHO_SEES_THE_PULSE = (Role.COORDINATOR, Role.DIRECTOR)
W = TypeVar("W", bound=OwnWords)


def own_teams(user: User, chosen: int | None = None) -> QuerySet[Team]:
    """Teams to which the user belongs today as a resident, a faculty member or a nurse, while they hold that role.

    Those of the program chosen, if they hold such a role there; else all.
    """
    held = at_hand((held for held in roles_of(user) if held.role in IN_TEAMS), chosen)
    as_nurse = [one.pk for one in held if one.role == Role.NURSE]
    ever = TeamMember.objects.filter(
        of_own_row(user) | Q(nurse__in=as_nurse), team__program__in={one.program_id for one in held}
    )
    # Most people were never in a team, and need not be asked about today.
    keys = set(ever.order_by().values_list("pk", flat=True))
    now = TeamMember.objects.on(DateThere("team__program__time_zone")).filter(pk__in=keys)
    return Team.objects.filter(pk__in=now.values("team")).select_related("program")


def get_own_teams(user: User, chosen: int | None = None) -> QuerySet[Team]:
    """The user's teams, perhaps none; 404 for those who can belong to none."""
    if not programs_as(user, *IN_TEAMS).exists():
        raise Http404
    return own_teams(user, chosen)


def own_nurses(user: User) -> QuerySet[Membership]:
    """The user's roles as a nurse, one for each program."""
    return held_roles(user).filter(role=Role.NURSE)


def get_own_nurse(user: User, chosen: int | None = None) -> Membership:
    """The user's role as a nurse, in the program chosen before others; 404 for everybody else."""
    own = own_nurses(user).select_related("user", "program")
    found = own.order_by(Case(When(program=chosen, then=0), default=1), "program__name").first()
    if found is None:
        raise Http404
    return found


def get_own_nurse_of_page(user: User, key: str, chosen: int | None = None) -> Membership:
    """The user's role as a nurse that a page was about, wherever they work by now; 404 for one that is not theirs."""
    if not key.isdigit():
        return get_own_nurse(user, chosen)
    return get_object_or_404(own_nurses(user).select_related("user", "program"), pk=key)


def get_program_of_feed(user: User, chosen: int | None = None) -> Program:
    """The program, chosen before others, of the resident, faculty member or nurse that the user is; 404 otherwise."""
    person = next(iter(own_people(user, chosen)), None)
    if person is not None:
        return person.program
    return _first_or_404(programs_as(user, Role.NURSE), chosen)


def get_program_to_watch(user: User, chosen: int | None = None) -> Program:
    """The program whose clinic days the user works in or oversees, the one chosen before others; 404 otherwise."""
    return _first_or_404(programs_as(user, *WHO_SEES_WHO_IS_IN), chosen)


def get_program_to_oversee(user: User, chosen: int | None = None) -> Program:
    """The program whose figures the user may see, the one chosen before others; 404 otherwise."""
    return _first_or_404(programs_as(user, *OVERSEERS), chosen)


def own_live_feed(user: User) -> CalendarFeed | None:
    """The user's feed, if they have one that is not revoked."""
    return CalendarFeed.objects.live().filter(user=user).first()


def get_own_feed(user: User, pk: int) -> CalendarFeed:
    """One of the user's own feeds, revoked or not; 404 otherwise."""
    return get_object_or_404(CalendarFeed.objects.select_related("user"), pk=pk, user=user)


def get_feed_by_token(token: str) -> CalendarFeed:
    """The live feed of somebody who may still sign in; 404 for every other token, whatever the reason."""
    feeds = CalendarFeed.objects.opened_by(token).filter(user__is_active=True)
    return get_object_or_404(feeds.select_related("user"))


def own_last_look(user: User) -> LastLook | None:
    """When the user last looked at their home, if they ever did."""
    return LastLook.objects.filter(user=user).first()


def own_meetings(user: User) -> MeetingQuerySet:
    """Meetings of the resident or the coach that the user is, while they hold that role; nobody else's, ever.

    A coach who has handed a resident over keeps the meetings the two had; the next coach begins with their own.
    """
    mine = Meeting.objects.filter(of_own_row(user))
    return mine.select_related("resident__program", "resident__user", "faculty__user")


def own_meeting_dates(user: User) -> MeetingQuerySet:
    """The same for lists and calendars: without a word of what was said, and without the two accounts."""
    return own_meetings(user).dates_only().select_related(None).select_related("resident__program", "faculty")


def get_own_meeting(user: User, pk: int) -> Meeting:
    """A meeting of the user's own; 404 otherwise."""
    return get_object_or_404(own_meetings(user), pk=pk)


def own_pairings(user: User) -> QuerySet[Pairing]:
    """Today's pairings of the user, as the resident or as the coach."""
    today = DateThere("resident__program__time_zone")
    here = Pairing.objects.on(today).filter(of_own_row(user)).exclude(resident__left_on__lte=today)
    return here.select_related("resident__program", "resident__user", "faculty__user")


def of_own_pairings(user: User, pairings: Iterable[Pairing]) -> list[Pairing]:
    """Of some pairings those of the user, as the resident or as the coach, while they hold that role."""
    own = own_row_keys(user)
    return [one for one in pairings if one.resident_id in own.residents or one.faculty_id in own.faculty]


def get_own_pairing(user: User, resident_pk: int) -> Pairing:
    """The pairing of a resident that the user is part of today; 404 otherwise."""
    return get_object_or_404(own_pairings(user), resident__in=Resident.objects.filter(pk=resident_pk))


def own_private_notes(user: User, meeting: Meeting) -> QuerySet[PrivateNote]:
    """The user's own note about a meeting of theirs."""
    return _by(user, meeting, PrivateNote.objects.all())


def own_reflections(user: User, meeting: Meeting) -> QuerySet[PrivateReflection]:
    """The user's own reflection on a meeting of theirs."""
    return _by(user, meeting, PrivateReflection.objects.all())


def own_reflections_on(user: User, meetings: Collection[Meeting]) -> QuerySet[PrivateReflection]:
    """The user's own reflections on some meetings of theirs."""
    mine = own_meetings(user).filter(pk__in=[meeting.pk for meeting in meetings])
    return PrivateReflection.objects.filter(author=user, meeting__in=mine)


def own_drafts(user: User, meeting: Meeting) -> QuerySet[MeetingDraft]:
    """What the user has typed about a meeting of theirs and not shared yet."""
    return _by(user, meeting, MeetingDraft.objects.all())


def get_program_of_pulse(user: User, pk: int) -> Program:
    """A program whose pulse the user sees: coordinators and directors; 404 for everybody else, chief residents too."""
    return get_object_or_404(programs_as(user, *WHO_SEES_THE_PULSE), pk=pk)


def may_see_pulse(user: User, program: Program) -> bool:
    """Whether the user sees what a program's pulse shows."""
    return programs_as(user, *WHO_SEES_THE_PULSE).filter(pk=program.pk).exists()


def may_run_pulse(user: User, program: Program) -> bool:
    """Whether the user writes a program's questions and plans its rounds."""
    return programs_as(user, Role.COORDINATOR).filter(pk=program.pk).exists()


def get_run_instrument(user: User, pk: int) -> PulseInstrument:
    """Questions of a program that the user coordinates; 404 otherwise."""
    own = PulseInstrument.objects.filter(program__in=programs_as(user, Role.COORDINATOR))
    return get_object_or_404(own.select_related("program"), pk=pk)


def get_seen_round(user: User, pk: int) -> PulseRound:
    """A round of a program whose pulse the user sees; 404 otherwise."""
    seen = PulseRound.objects.filter(program__in=programs_as(user, *WHO_SEES_THE_PULSE))
    return get_object_or_404(seen.select_related("program"), pk=pk)


def get_run_round(user: User, pk: int) -> PulseRound:
    """A round of a program that the user coordinates; 404 otherwise."""
    own = PulseRound.objects.filter(program__in=programs_as(user, Role.COORDINATOR))
    return get_object_or_404(own.select_related("program"), pk=pk)


def get_invitation_by_token(token: str) -> PulseInvitation:
    """The invitation that a link opens, to whoever has it; 404 for every other link and once the round is closed."""
    return get_object_or_404(PulseInvitation.objects.opened_by(token).select_related("round__program"))


def own_invitations(user: User) -> QuerySet[PulseInvitation]:
    """Where the user is asked and has not answered, as the resident or the faculty member that they are."""
    mine = PulseInvitation.objects.filter(of_own_row(user))
    return mine.filter(is_answered=False, round__closes_at__gt=timezone.now()).select_related(
        "round__program"
    )


def own_invitation(user: User, chosen: int | None = None) -> PulseInvitation | None:
    """The one of these that a page shows: of the program chosen before others."""
    found = sorted(own_invitations(user), key=lambda one: one.round.program.name)
    return next((one for one in found if one.round.program_id == chosen), next(iter(found), None))


def _by(user: User, meeting: Meeting, rows: QuerySet[W]) -> QuerySet[W]:
    return rows.filter(author=user, meeting__in=own_meetings(user).filter(pk=meeting.pk))


def _first_or_404(programs: QuerySet[Program], chosen: int | None) -> Program:
    program = programs.order_by(_first(chosen, "pk"), "name").first()
    if program is None:
        raise Http404
    return program


def _first(chosen: int | None, program: str) -> Case:
    """To order by: rows of the program chosen before others."""
    return Case(When(**{program: chosen}, then=0), default=1)
