"""Who is asked finds the pulse at home until they have answered."""

from django.test import Client

from connectedness.accounts.models import User
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.coaching.pulse_program import PulseProgram


def test_a_resident_finds_it_at_home_until_they_have_answered(
    resident: User, coach: User, client: Client, pulse: PulseProgram, visit: Visit
) -> None:
    pulse.open()
    home = visit(resident, "/me/")
    assert "The pulse is open A minute, anonymous, until" in words(home)
    assert 'href="/pulse/"' in home
    assert "/pulse/answer/" not in home  # a copy of the home may be kept on a device
    link = client.get("/pulse/")["Location"]
    assert link in visit(resident, "/notices/")
    assert client.post(link, {"q0": "3"}).status_code == 302
    assert 'href="/pulse/"' not in visit(resident, "/me/")
    assert client.get("/pulse/").status_code == 404
    assert 'href="/pulse/"' not in visit(coach, "/panel/")


def test_faculty_find_it_on_their_panel_where_they_are_asked(
    coach: User, pulse: PulseProgram, visit: Visit
) -> None:
    pulse.open(with_faculty=True)
    assert 'href="/pulse/"' in visit(coach, "/panel/")
