"""What a coordinator does at the workbench, each as a request that can be made again and again."""

import re
from datetime import timedelta
from html import unescape
from random import Random
from typing import Any
from uuid import uuid4

from django.test import Client

from benchmarks.workbench.furnishing import House
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Absence, Assignment, Faculty, Rotation, RotationAssignment
from scheduling.selectors.workbench.cells import Place

WEEKS = 4
POSSIBLE = 'data-price="possible"'
NAMED = re.compile(r'name="(kind|label|key|change)" value="([^"]*)"')


class Coordinator:
    """Somebody at one draft, who asks about clinics drawn at random and moves some."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client = Client()
        self.client.force_login(house.coordinator, "django.contrib.auth.backends.ModelBackend")
        last = house.monday + timedelta(weeks=WEEKS)
        rows = Assignment.objects.filter(schedule=house.draft, date__range=(house.monday, last))
        self.cells = list(rows.order_by("pk").values_list("resident_id", "date", "period"))
        self.random = Random(1)  # noqa: S311  invented questions, not secrets
        self.shown = {"from": house.monday.isoformat(), "weeks": WEEKS}
        self.step: dict[str, Any] = {}

    def look(self, page: str, **said: Any) -> Any:
        """A page of the program."""
        return self.client.get(f"{self.house.pages}/{page}", said)

    def ask(self, about: str, **said: Any) -> Any:
        """A question about a clinic drawn at random."""
        return self.client.get(f"{self.house.desk}/{about}/", {"place": self._drawn().key, **said})

    def price(self) -> Any:
        """What it would do to move a clinic to the other half of its day."""
        place = self._drawn()
        at = place.half_day
        other = HalfDay(at.date, Period.PM if at.period == Period.AM else Period.AM)
        said = {"kind": "move", "place": place.key, "to": Place(place.resident, other).key}
        return self.client.get(f"{self.house.desk}/price/", said)

    def save(self) -> Any:
        """Make the move that was found."""
        return self.send("edits", **self.step)

    def find_step(self) -> None:
        """Look for a move that no rule stands against."""
        said = ""
        while POSSIBLE not in said:
            said = self.price().content.decode()
        found = [(name, unescape(value)) for name, value in NAMED.findall(said)]
        changes = [value for name, value in found if name == "change"]
        self.step = {**dict(found), "change": changes, "reason": "measured"}

    def send(self, what: str, **said: Any) -> Any:
        """Do something to the draft."""
        return self.client.post(f"{self.house.desk}/{what}/", {**self.shown, **said})

    def leave_of_coach(self) -> Any:
        """What it would cost if somebody of the faculty were away for two weeks."""
        first = self.house.monday + timedelta(weeks=1)
        last = first + timedelta(days=13)
        away = Absence.objects.filter(first_date__lte=last, last_date__gte=first, faculty__isnull=False)
        here = Faculty.objects.filter(program=self.house.draft.year.program_id).exclude(
            pk__in=away.values("faculty")
        )
        member = self.random.choice(list(here.order_by("pk")))
        said = {"first": first.isoformat(), "last": last.isoformat()}
        return self.client.post(f"{self.house.pages}/faculty/{member.pk}/leave/", said)

    def block(self) -> Any:
        """Give a resident another rotation in a block to come."""
        rows = RotationAssignment.objects.filter(
            block__year=self.house.draft.year, block__first_date__gt=self.house.monday
        )
        row = self.random.choice(list(rows.select_related("rotation").order_by("pk")))
        others = Rotation.objects.filter(program=row.rotation.program_id).exclude(pk=row.rotation_id)
        cell = [row.resident_id, row.block_id, row.rotation.code, self.random.choice(list(others)).code]
        said = {"cells": [cell], "key": str(uuid4()), "verb": "type", "past": False}
        return self.client.post(f"{self.house.pages}/blocks/edit/", said, "application/json")

    def _drawn(self) -> Place:
        resident, day, period = self.random.choice(self.cells)
        return Place(resident, HalfDay(day, Period(period)))
