"""Longitudinal teams that a file names. Others stay as they are, and so does the history of all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from connectedness.accounts.models import Membership, Role
from scheduling.exchange.workbook.tables import TeamRow
from scheduling.models import Nurse, Team, TeamMember
from scheduling.selectors.years import program_today
from scheduling.services.importing.clinic_tables import Fields
from scheduling.services.importing.differences import Difference, Held, Key, Values
from scheduling.services.importing.table import Table
from scheduling.services.team_telling import telling_the_teams

NURSE = "nurse"


class TeamTable(Table):
    """Teams of the file that are not there yet begin today."""

    label = "Teams"
    model = Team
    key = ("name",)

    def wanted(self) -> dict[Key, Values]:
        """A row a team, spelt as it is held."""
        return {(name,): {} for name in self.names().values()}

    def rows(self) -> "models.QuerySet[Any]":
        """Those of the file's teams that are held."""
        return Team.objects.filter(program=self.scope.program, name__in=list(self.names().values()))

    def fields(self) -> Fields:
        """Program, name and today."""
        assert self.scope.program is not None  # written before
        program, today = self.scope.program, program_today(self.scope.program)
        return lambda key, _values: {"program": program, "name": key[0], "first_date": today}

    def names(self) -> dict[str, str]:
        """The file's teams by how it spells them, to how they are held."""
        held = Team.objects.filter(program=self.scope.program).values_list("name", flat=True)
        spelt = {name.casefold(): name for name in held}
        return {row.team: spelt.get(row.team.casefold(), row.team) for row in self.tables.teams}


class TeamMemberTable(Table):
    """Who belongs to the file's teams: who is not in the file leaves them, and is told so."""

    label = "Members of teams"
    model = TeamMember
    key = ("team", "kind", "person")
    person = 2

    def wanted(self) -> dict[Key, Values]:
        """A row a person and team."""
        names = TeamTable(self.scope).names()
        return {(names[row.team], kind_of(row), row.person): {} for row in self.tables.teams}

    def rows(self) -> "models.QuerySet[Any]":
        """Present members of the file's teams."""
        teams = TeamTable(self.scope).rows()
        return TeamMember.objects.filter(team__in=teams, last_date=None).with_people().select_related("team")

    def held(self) -> dict[Key, Held]:
        """The present members, under the names that the file has for them."""
        if self.scope.program is None:
            return {}
        return {self._key(member): Held(member.pk, {}) for member in self.rows()}

    def _key(self, member: TeamMember) -> Key:
        if member.nurse is not None:
            return member.team.name, NURSE, member.nurse.membership.user.email.casefold()
        person = member.resident or member.faculty
        assert person is not None  # the database says that it is one of the three
        kind = "resident" if member.resident else "faculty"
        return member.team.name, kind, self.scope.renamed.get(person.name, person.name)

    def fields(self) -> Fields:
        """Team, person and today."""
        assert self.scope.program is not None  # written before
        program = self.scope.program
        teams, today = self.scope.ids(Team, "name"), program_today(program)
        people = {"resident": self.scope.residents(), "faculty": self.scope.faculty(), NURSE: self._nurses()}
        return lambda key, _values: {
            "team_id": teams[key[0]],
            f"{key[1]}_id": people[key[1]][key[2]],
            "first_date": today,
        }

    def _nurses(self) -> dict[str, int]:
        rows = nurses_of(self.tables.clinic.program)
        wanted = {row.person for row in self.tables.teams if kind_of(row) == NURSE}
        return {
            email: Nurse.objects.get_or_create(membership=held)[0].pk
            for email, held in rows.items()
            if email in wanted
        }

    def write(self) -> Difference:
        """Make it so, and tell whom it concerns."""
        if not self.tables.teams or self.scope.program is None:
            return Difference()
        with telling_the_teams(self.scope.program, None):
            found = super().write()
        changed = {key[0] for key in (*found.added, *found.removed)}
        Team.objects.filter(program=self.scope.program, name__in=changed).update(changed_at=timezone.now())
        return found

    def remove(self, removed: Mapping[Key, Held]) -> None:
        """Yesterday was their last day in the team; who joined today was never in it."""
        if not removed or self.scope.program is None:
            return
        today = program_today(self.scope.program)
        rows = TeamMember.objects.filter(pk__in=[row.pk for row in removed.values()])
        rows.filter(first_date__gte=today).delete()
        rows.update(last_date=today - timedelta(days=1))


def kind_of(row: TeamRow) -> str:
    """``resident``, ``faculty`` or ``nurse``."""
    return str(row.kind or NURSE)


def nurses_of(program: str) -> dict[str, Membership]:
    """Who holds the role of a nurse in a program, by the address with which they sign in. One query."""
    held = Membership.objects.current().filter(program__name=program, role=Role.NURSE).select_related("user")
    return {one.user.email.casefold(): one for one in held}


TEAM_TABLES: tuple[type[Table], ...] = (TeamTable, TeamMemberTable)
