"""What a coach reads of their own: years as one."""

from django.test import Client

from connectedness.accounts.models import Role, User
from scheduling.models import Program
from tests.coaching.pages import words
from tests.coaching.pulse.years import over_years
from tests.coaching.pulse_program import PulseProgram, paper
from tests.factories import make_user


def test_a_coach_sees_years_as_one_their_own_and_everybodys(
    program: Program, client: Client, pulse: PulseProgram
) -> None:
    account = make_user("Coach C", program=program, role=Role.FACULTY)
    pulse.coaches[0].user = account
    pulse.coaches[0].save()
    over_years(pulse, 2, [paper(3, coach=4)] * 18)
    client.force_login(account)
    assert "It takes some years" in words(client.get("/panel/pulse/").content.decode())


def test_after_the_years_they_see_one_mean(
    program: Program, client: Client, pulse: PulseProgram, director: User
) -> None:
    account = make_user("Coach C", program=program, role=Role.FACULTY)
    pulse.coaches[0].user = account
    pulse.coaches[0].save()
    over_years(pulse, 3, [paper(3, coach=4)] * 18)
    client.force_login(account)
    page = words(client.get("/panel/pulse/").content.decode())
    assert "My coach knows me. 4.0 N = 18 4.0 N = 54" in page
    client.force_login(director)
    figures = words(client.get(f"/programs/{program.pk}/pulse/").content.decode())
    assert "My coach knows me. 4.0 N = 54" in figures
    assert "N = 18 4.0" not in figures
