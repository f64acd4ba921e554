"""Teams as rows with keys, so that a step in them can be taken back.

``team/7`` holds ``[name, first date, last date]`` and ``member/9`` ``[team, kind, person, first date, last date]``, both
None where there is no such row; ``nurse/4`` holds ``{"phone", "pager", "half_days": [[weekday, period, site], ...]}``
and ``away/4/2026-12-21/2026-12-25`` True where the nurse is away on those dates. The 4 is the key of the nurse's role.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from connectedness.accounts.models import Membership, Role
from scheduling.domain.wording import dates_words
from scheduling.models import Nurse, NurseAway, NurseHalfDay, Program, Site, Team, TeamMember
from scheduling.services.data_edits import StepRefused

KINDS = ("resident", "faculty", "nurse")
NOT_ANY_MORE = "That cannot be any more: somebody changed the same team since. Nothing was changed."


def team_key(team: Team) -> str:
    """The key of a team."""
    return f"team/{team.pk}"


def member_key(member: TeamMember) -> str:
    """The key of somebody's time in a team."""
    return f"member/{member.pk}"


def nurse_key(membership: int) -> str:
    """The key of a nurse's week and numbers."""
    return f"nurse/{membership}"


def away_key(membership: int, first: date, last: date) -> str:
    """The key of a nurse's days away."""
    return f"away/{membership}/{first.isoformat()}/{last.isoformat()}"


def team_value(name: str, first: date, last: date | None) -> list[Any]:
    """A team as it is kept with a step."""
    return [name, first.isoformat(), last.isoformat() if last else None]


def member_value(member: TeamMember, last: date | None) -> list[Any]:
    """Somebody's time in a team as it is kept with a step."""
    kind, person = _person(member)
    return [member.team_id, kind, person, member.first_date.isoformat(), last.isoformat() if last else None]


@dataclass(frozen=True, slots=True)
class TeamRows:
    """The teams of one program, and the weeks of its nurses."""

    program: Program

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values now; of somebody who is no nurse of the program, nothing."""
        asked = list(keys)
        teams = {team.pk: team for team in self._teams(_pks(asked, "team"))}
        members = {member.pk: member for member in self._members(_pks(asked, "member"))}
        nurses = self._nurses({*_pks(asked, "nurse"), *_pks(asked, "away")})
        weeks, away = self._weeks(nurses), _away(nurses)
        found: dict[str, Any] = {}
        for key in asked:
            kind, pk = _kind_and_pk(key)
            if kind == "team":
                found[key] = _team(teams.get(pk))
            elif kind == "member":
                found[key] = _member(members.get(pk))
            elif pk in nurses:
                found[key] = weeks[pk] if kind == "nurse" else (key in away or None)
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Make the rows so; teams come before their members and go after them."""
        before = self._concerned(list(values))
        try:
            with transaction.atomic():
                self._take_out([key for key in values if values[key] is None])
                self._put_in({key: value for key, value in values.items() if value is not None})
        except IntegrityError as broken:
            raise StepRefused(NOT_ANY_MORE) from broken
        self.note_change(values, also=before)

    def named(self, key: str) -> str:
        """``team Juniper``, ``Alma Sandoval in team Juniper``, ``the week of Nura Sey``."""
        kind, pk = _kind_and_pk(key)
        if kind == "team":
            return str(self._teams([pk]).first() or "a team that is gone")
        if kind == "member":
            return str(self._members([pk]).first() or "somebody who is not in the team any more")
        who = self._nurses([pk]).get(pk)
        name = str(who.user) if who else "somebody who is no nurse any more"
        if kind == "nurse":
            return f"the week of {name}"
        first, last = key.split("/")[2:]
        return f"{name}, away {dates_words(date.fromisoformat(first), date.fromisoformat(last), '')}"

    def _teams(self, pks: Iterable[int]) -> QuerySet[Team]:
        return Team.objects.filter(program=self.program, pk__in=list(pks))

    def _members(self, pks: Iterable[int]) -> QuerySet[TeamMember]:
        rows = TeamMember.objects.filter(team__program=self.program, pk__in=list(pks))
        return rows.with_people().select_related("team")

    def _nurses(self, pks: Iterable[int]) -> dict[int, Membership]:
        rows = Membership.objects.filter(program=self.program, role=Role.NURSE, pk__in=list(pks))
        return {row.pk: row for row in rows.select_related("user")}

    def _weeks(self, nurses: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Each nurse's week and numbers; empty ones where nothing was entered yet."""
        found: dict[int, dict[str, Any]] = {pk: {"phone": "", "pager": "", "half_days": []} for pk in nurses}
        for nurse in Nurse.objects.filter(pk__in=list(nurses)).prefetch_related("half_days"):
            found[nurse.pk] = {
                "phone": nurse.phone,
                "pager": nurse.pager,
                "half_days": week_value(
                    (row.weekday, row.period, row.site_id) for row in nurse.half_days.all()
                ),
            }
        return found

    def _take_out(self, keys: list[str]) -> None:
        TeamMember.objects.filter(pk__in=_pks(keys, "member"), team__program=self.program).delete()
        teams = self._teams(_pks(keys, "team"))
        if TeamMember.objects.filter(team__in=teams).exists():
            raise StepRefused("Somebody was added to the team since. Take them out first, or end the team.")
        teams.delete()
        for key in keys:
            if key.startswith("away/"):
                NurseAway.objects.filter(**_away_fields(key)).delete()

    def _put_in(self, values: Mapping[str, Any]) -> None:
        _save_all([self._team_row(key, value) for key, value in values.items() if key.startswith("team/")])
        members = [_member_row(key, value) for key, value in values.items() if key.startswith("member/")]
        self._refuse_without_team(members)
        _save_all(members)
        for key, value in values.items():
            kind, pk = _kind_and_pk(key)
            if kind == "nurse":
                self._put_week(pk, value)
            elif kind == "away":
                Nurse.objects.get_or_create(membership_id=pk)
                NurseAway.objects.get_or_create(**_away_fields(key))

    def _refuse_without_team(self, members: Sequence[TeamMember]) -> None:
        """A team may be gone, or have ended, since somebody was in it."""
        lasting = {team.pk: team.last_date is None for team in self._teams(one.team_id for one in members)}
        for one in members:
            if one.team_id not in lasting or (one.last_date is None and not lasting[one.team_id]):
                raise StepRefused(NOT_ANY_MORE)

    def _team_row(self, key: str, value: list[Any]) -> Team:
        name, first, last = value
        held = self._teams(_pks([key], "team")).first() or Team(pk=_kind_and_pk(key)[1], program=self.program)
        held.name, held.first_date = name, date.fromisoformat(first)
        held.last_date = date.fromisoformat(last) if last else None
        return held

    def _put_week(self, pk: int, value: Mapping[str, Any]) -> None:
        numbers = {"phone": value["phone"], "pager": value["pager"]}
        nurse, _ = Nurse.objects.update_or_create(membership_id=pk, defaults=numbers)
        NurseHalfDay.objects.filter(nurse=nurse).delete()
        sites = set(Site.objects.filter(program=self.program).values_list("pk", flat=True))
        NurseHalfDay.objects.bulk_create(
            NurseHalfDay(nurse=nurse, weekday=weekday, period=period, site_id=site)
            for weekday, period, site in value["half_days"]
            if site in sites
        )

    def note_change(self, keys: Iterable[str], *, also: Iterable[int] = ()) -> None:
        """When the teams concerned changed: calendars that hold an older state of them then take the new one."""
        concerned = self._concerned(list(keys)) | set(also)
        Team.objects.filter(program=self.program, pk__in=concerned).update(changed_at=timezone.now())

    def _concerned(self, keys: list[str]) -> set[int]:
        """The teams of which these rows say something, as the rows are now."""
        nurses = {*_pks(keys, "nurse"), *_pks(keys, "away")}
        members = TeamMember.objects.filter(Q(pk__in=_pks(keys, "member")) | Q(nurse__in=nurses))
        return _pks(keys, "team") | set(members.values_list("team", flat=True))


def _member_row(key: str, value: list[Any]) -> TeamMember:
    team, who, person, first, last = value
    return TeamMember(
        pk=_kind_and_pk(key)[1],
        team_id=team,
        first_date=date.fromisoformat(first),
        last_date=date.fromisoformat(last) if last else None,
        **{f"{who}_id": person},
    )


def _save_all(rows: Sequence[Model]) -> None:
    """Those that are there as they are to be, the others with the keys that they had."""
    if not rows:
        return
    model = type(rows[0])
    there = set(model._default_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_update([row for row in rows if row.pk in there], fields)
    model._default_manager.bulk_create([row for row in rows if row.pk not in there])


def week_value(half_days: Iterable[tuple[int, str, int]]) -> list[list[Any]]:
    """Half-days of a week as they are kept with a step."""
    return sorted([weekday, str(period), site] for weekday, period, site in half_days)


def _kind_and_pk(key: str) -> tuple[str, int]:
    kind, pk, *_ = key.split("/")
    return kind, int(pk)


def _pks(keys: Iterable[str], kind: str) -> set[int]:
    return {pk for which, pk in map(_kind_and_pk, keys) if which == kind}


def _team(team: Team | None) -> list[Any] | None:
    return None if team is None else team_value(team.name, team.first_date, team.last_date)


def _member(member: TeamMember | None) -> list[Any] | None:
    return None if member is None else member_value(member, member.last_date)


def _person(member: TeamMember) -> tuple[str, int]:
    return next((kind, pk) for kind in KINDS if (pk := getattr(member, f"{kind}_id")) is not None)


def _away(nurses: Iterable[int]) -> set[str]:
    rows = NurseAway.objects.filter(nurse__in=list(nurses))
    return {away_key(row.nurse_id, row.first_date, row.last_date) for row in rows}


def _away_fields(key: str) -> dict[str, Any]:
    _kind, pk, first, last = key.split("/")
    return {
        "nurse_id": int(pk),
        "first_date": date.fromisoformat(first),
        "last_date": date.fromisoformat(last),
    }
