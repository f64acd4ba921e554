"""The published schedule, for all residents of the program: where everybody is, without why somebody is away."""

import pytest
from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import Absence, Resident, ScheduleState
from tests.scheduling_pages.years import SmallYear, make_small_schedule

REASON = "Counselling for grief"


@pytest.fixture
def path(small: SmallYear) -> str:
    return f"/programs/{small.program.pk}/schedule/"


def test_a_resident_reads_what_is_published_and_no_draft(
    client: Client, resident: User, small: SmallYear, path: str
) -> None:
    client.force_login(resident)
    assert "No schedule is published yet" in client.get(path).content.decode()
    draft = make_small_schedule(small)
    assert "No schedule is published yet" in client.get(path).content.decode()
    draft.state = ScheduleState.PUBLISHED
    draft.save()
    page = client.get(path).content.decode()
    assert 'role="grid"' in page
    for offered in ("Publish…", "Versions", "Solve again"):
        assert offered not in page


def test_it_shows_that_others_are_away_and_never_why(
    client: Client, resident: User, coordinator: User, small: SmallYear, path: str
) -> None:
    schedule = make_small_schedule(small)
    schedule.state = ScheduleState.PUBLISHED
    schedule.save()
    other = Resident.objects.filter(years__year=schedule.year)[0]
    monday = schedule.year.first_monday
    Absence.objects.create(resident=other, first_date=monday, last_date=monday, reason=REASON)
    for user in (resident, coordinator):
        client.force_login(user)
        page = client.get(path, {"from": str(monday), "weeks": "1"}).content.decode()
        assert "is-leave" in page
        assert REASON not in page


def test_one_resident_is_read_as_a_list_without_anything_to_change(
    client: Client, resident: User, small: SmallYear, path: str
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    client.force_login(resident)
    asked: dict[str, str | int] = {"from": str(small.year.first_monday), "who": small.residents[0].pk}
    answer = client.get(path, asked)
    assert answer.context["one"].name == "Nadia Boateng"
    page = answer.content.decode()
    assert "Week of Mon 29 Jun" in page
    assert "data-add" not in page
    for nonsense in ("x", "0", str(2**70), "999999"):
        assert client.get(path, {"who": nonsense}).context["one"] is None
