"""The pages of the pulse: answering, running a round, and reading what it said."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coaching.models import PulseBox, PulseInstrument, PulseInvitation, PulseRound, RoundState
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.instruments import EXAMPLE, keep_instrument
from coaching.services.pulse.sealing import unseal
from connectedness.accounts.models import Role, User
from scheduling.models import Program
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.coaching.pulse_program import PulseProgram, make_pulse_program, paper
from tests.coaching.test_pulse_rounds import over_years
from tests.factories import make_user
from tests.signing_in import sign_in

ANSWERS = {"q0": "4", "q1": "", "q2": "5", "q3": "More light"}


@pytest.fixture
def pulse(program: Program) -> PulseProgram:
    """Eighteen residents of three classes, without accounts, and three coaches."""
    return make_pulse_program(program)


@pytest.fixture
def link(pulse: PulseProgram) -> str:
    """The link of the first resident in an open round."""
    return f"/pulse/answer/{pulse.invitations(pulse.open())[0].token}/"


def tally() -> dict[str, object]:
    return unseal(PulseBox.objects.get().sealed)


# --- answering


def test_somebody_who_is_not_signed_in_answers_by_the_link(client: Client, link: str) -> None:
    page = words(client.get(link).content.decode())
    assert "Who sees what" in page
    assert "Written by us. Ours." in page
    assert "Do not enter patient information" in page
    sent = client.post(link, ANSWERS)
    assert (sent.status_code, sent["Location"]) == (302, "/pulse/thanks/")
    assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}
    assert tally()["words"] == {"3": ["More light"]}
    assert "Your answers are counted" in words(client.get("/pulse/thanks/").content.decode())


def test_a_session_that_ran_out_while_typing_loses_no_answer_and_is_not_prolonged_by_it(
    client: Client, link: str, resident: User
) -> None:
    assert sign_in(client, resident)
    with time_machine.travel(
        timezone.now() + settings.SESSION_LONGEST - timedelta(minutes=5), tick=False
    ) as clock:
        PulseRound.objects.update(closes_at=timezone.now() + timedelta(days=1))
        assert client.get("/me/").status_code == 200
        before = dict(client.session.items())
        clock.shift(timedelta(minutes=4))
        assert client.get(link).status_code == 200
        assert dict(client.session.items()) == before
        session = client.session
        session["session_began_at"] -= timedelta(minutes=10).total_seconds()
        session.save()
        assert client.post(link, ANSWERS)["Location"] == "/pulse/thanks/"
        assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}
        assert client.get("/me/")["Location"].startswith("/accounts/login/")


def test_looking_uses_nothing_up(client: Client, link: str) -> None:
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert not PulseInvitation.objects.filter(is_answered=True).exists()


def test_a_link_that_was_used_says_so_and_counts_nothing(client: Client, link: str) -> None:
    client.post(link, ANSWERS)
    for answer in (client.get(link), client.post(link, ANSWERS)):
        assert answer.status_code == 410
        assert "This link was used before" in words(answer.content.decode())
    assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}


def test_nothing_typed_is_lost_when_it_is_refused(client: Client, link: str) -> None:
    refused = client.post(link, {**ANSWERS, "q3": "More light " * 100})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Ensure this value has at most 600 characters" in words(page).replace("&#x27;", "'")
    assert re.search(r'name="q0" value="4"[^>]* checked', page)
    assert "More light More light" in page
    assert tally()["cells"] == {}


@pytest.mark.parametrize("empty", [{}, dict.fromkeys(ANSWERS, ""), {"q3": "  "}])
def test_an_empty_paper_does_not_use_the_link_up(client: Client, link: str, empty: dict[str, str]) -> None:
    refused = client.post(link, empty)
    assert refused.status_code == 422
    assert "Nothing is answered yet" in words(refused.content.decode())
    assert client.post(link, {"q0": "3"}).status_code == 302


@pytest.mark.parametrize("value", ["0", "6", "-1", "9" * 40, "a\0b", "4.5"])
def test_only_an_answer_of_the_scale_is_taken(client: Client, link: str, value: str) -> None:
    assert client.post(link, {"q0": value}).status_code == 422
    assert tally()["cells"] == {}


def test_who_has_no_coach_is_not_asked_about_one(client: Client, pulse: PulseProgram) -> None:
    pulse.residents[0].pairings.all().delete()
    first, second = pulse.invitations(pulse.open())[:2]
    lonely, paired = (
        words(client.get(f"/pulse/answer/{one.token}/").content.decode()) for one in (first, second)
    )
    assert "My coach knows me." in paired
    assert "My coach knows me." not in lonely
    assert "one mean of 3 years and 10 answers or more" in paired
    client.post(f"/pulse/answer/{first.token}/", ANSWERS)
    assert tally()["coaches"] == {}


@pytest.mark.parametrize("token", ["wrong", "a" * 43, "%00", "9" * 400])
def test_a_link_that_nobody_was_given_is_not_found(client: Client, link: str, token: str) -> None:
    assert client.get(f"/pulse/answer/{token}/").status_code == 404


def test_a_link_is_not_found_once_the_round_is_closed(client: Client, link: str) -> None:
    held = PulseRound.objects.get()
    with time_machine.travel(held.closes_at + timedelta(seconds=1), tick=False):
        assert client.get(link).status_code == 410
        close_round(pk=held.pk, now=held.closes_at)
        assert client.get(link).status_code == 404


# --- being told of it


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


# --- running it


def planned(**fields: str) -> dict[str, str]:
    instrument = str(PulseInstrument.objects.get().pk)
    times = {"opens_on": "2026-11-23", "opens_at": "08:00", "closes_on": "2026-12-04", "closes_at": "18:00"}
    return {"instrument": instrument, "breakdown": "pgy", **times, **fields}


def test_a_coordinator_plans_a_round_by_the_clock_of_the_program(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/programs/{pulse.program.pk}/pulse/plan/"
    assert client.get(address).status_code == 200
    made = client.post(address, planned(), follow=True)
    assert "Planned: Mon 23 Nov, 08:00 to Fri 4 Dec, 18:00." in words(made.content.decode())
    assert PulseRound.objects.get().opens_at.isoformat() == "2026-11-23T13:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"opens_on": "2026-11-21"}, "That day has passed"),
        ({"closes_on": "2026-11-23", "closes_at": "07:00"}, "It closes before it opens"),
        ({"opens_on": "2027-03-14", "opens_at": "02:30", "closes_on": "2027-03-20"}, "The clocks go forward"),
        ({"closes_on": "2029-01-01"}, "more than a year away"),
        ({"breakdown": "coach"}, "Select a valid choice"),
        ({"instrument": "9" * 30}, "Select a valid choice"),
        ({"closes_on": "2027-03-01"}, "60 days at most"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_keeps_what_was_typed(
    coordinator: User, client: Client, pulse: PulseProgram, wrong: dict[str, str], said: str
) -> None:
    client.force_login(coordinator)
    refused = client.post(f"/programs/{pulse.program.pk}/pulse/plan/", planned(**wrong))
    assert refused.status_code == 422
    assert said in words(refused.content.decode())
    name, value = next(iter(wrong.items()))
    assert refused.context["form"][name].value() == value
    assert not PulseRound.objects.exists()


def test_while_it_is_open_nobody_sees_how_many_have_answered(
    coordinator: User, pulse: PulseProgram, visit: Visit
) -> None:
    held = pulse.open()
    address = f"/pulse/rounds/{held.pk}/"
    before = words(visit(coordinator, address))
    pulse.answered(held, [paper(words="Word")] * 9)
    assert words(visit(coordinator, address)) == before
    assert "18 people, residents" in before


def test_a_coordinator_closes_early_and_reads_what_was_said(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, words=f"Word {number}") for number in range(16)])
    client.force_login(coordinator)
    done = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "close"}, follow=True)
    page = words(done.content.decode())
    assert "I belong here. 4.0 N = 16 not shown 4.0 N = 6 not shown" in page
    assert "Word 11" in page
    assert "I am left out. scored the other way round not shown" in page
    assert PulseRound.objects.get().state == RoundState.CLOSED


def test_a_coordinator_calls_a_round_off(coordinator: User, client: Client, pulse: PulseProgram) -> None:
    held = pulse.open()
    client.force_login(coordinator)
    done = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "cancel"}, follow=True)
    assert "This round was called off" in words(done.content.decode())
    again = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "burn"}, follow=True)
    assert "Choose what to do with the round." in words(again.content.decode())


def test_a_director_reads_and_changes_nothing(director: User, client: Client, pulse: PulseProgram) -> None:
    held = pulse.closed([paper(4)] * 18)
    client.force_login(director)
    here = f"/programs/{pulse.program.pk}/pulse/"
    page = client.get(here).content.decode()
    assert "4.0 N = 18" in words(page)
    assert "/pulse/plan/" not in page
    for address in (f"{here}plan/", f"{here}questions/", f"/pulse/questions/{pulse.instrument.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "cancel"}).status_code == 404


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_is_fixed(
    coordinator: User,
    client: Client,
    pulse: PulseProgram,
    rounds: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now = pulse.closed([paper(4)] * 18).closes_at
    for number in range(rounds):
        wording = replace(EXAMPLE, name=f"Set {number}")
        keep_instrument(program=pulse.program, wording=wording, actor=None)
        now += timedelta(weeks=10)
        with time_machine.travel(now, tick=False):
            held = pulse.closed([paper(4)] * 18)
    assert sign_in(client, coordinator)
    for address, queries in ((f"/programs/{pulse.program.pk}/pulse/", 13), (f"/pulse/rounds/{held.pk}/", 8)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


# --- the questions


def written(*questions: dict[str, str], **fields: str) -> dict[str, str]:
    rows = {
        f"questions-{place}-{name}": value
        for place, question in enumerate(questions)
        for name, value in question.items()
    }
    counts = {"questions-TOTAL_FORMS": str(len(questions)), "questions-INITIAL_FORMS": "0"}
    head = {"name": "Mine", "source": "Me", "licence": "My own", "anchors": "No\nPartly\nYes"}
    return {**head, **counts, **rows, **fields}


def test_a_coordinator_writes_questions_with_whose_they_are(
    coordinator: User, client: Client, program: Program
) -> None:
    client.force_login(coordinator)
    questions = ({"text": "Well?", "kind": "scale", "is_reversed": "on"}, {"text": "", "kind": "scale"})
    done = client.post(f"/programs/{program.pk}/pulse/questions/", written(*questions), follow=True)
    assert "Kept: Mine. " in words(done.content.decode())
    made = PulseInstrument.objects.get()
    assert (made.anchors, made.licence) == (["No", "Partly", "Yes"], "My own")
    assert [(one.text, one.is_reversed) for one in made.asked()] == [("Well?", True)]


def test_the_example_is_there_to_begin_with_and_says_that_nobody_validated_it(
    coordinator: User, client: Client, program: Program
) -> None:
    client.force_login(coordinator)
    page = client.get(f"/programs/{program.pk}/pulse/questions/?example=1")
    assert "Not a validated instrument" in page.content.decode()
    assert len(page.context["booklet"].questions.initial_forms) == len(EXAMPLE.questions)


def test_changing_questions_puts_the_new_ones_in_place(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/pulse/questions/{pulse.instrument.pk}/"
    page = client.get(address)
    assert "I belong here." in page.content.decode()
    assert client.post(address, written({"text": "Only this?"}, seen=seen_on(page))).status_code == 302
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["Only this?"]


def seen_on(page: Any) -> str:
    return str(page.context["booklet"].form["seen"].value())


def test_of_two_who_change_questions_at_once_the_second_is_shown_what_the_first_wrote(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/pulse/questions/{pulse.instrument.pk}/"
    seen = seen_on(client.get(address))
    assert client.post(address, written({"text": "First?"}, seen=seen)).status_code == 302
    refused = client.post(address, written({"text": "Second?"}, seen=seen))
    assert refused.status_code == 422
    said = words(refused.content.decode())
    assert "Somebody changed these questions" in said
    assert "Now they are: First?" in said
    assert 'value="Second?"' in refused.content.decode()
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["First?"]
    assert client.post(address, written({"text": "Second?"}, seen=seen_on(refused))).status_code == 302
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["Second?"]


@pytest.mark.parametrize(
    ("questions", "fields", "said"),
    [
        (({"text": ""},), {}, "Write one question at least."),
        (({"text": "Same?"}, {"text": "Same?"}), {}, "A question stands there twice."),
        (({"text": "Own?", "kind": "words", "about_coach": "on"},), {}, "has no score and goes to no coach"),
        (({"text": "Well?"},), {"anchors": "Yes\nNo"}, "Write 3 to 7 different answers"),
        (({"text": "Well?"},), {"anchors": "Yes\nNo\nYes"}, "Write 3 to 7 different answers"),
        (({"text": "Well?"},), {"anchors": f"A\nB\n{'c' * 61}"}, "60 characters at most"),
        (({"text": "Well?"},), {"licence": ""}, "This field is required."),
        (({"text": "Well?"},), {"name": "Our questions"}, "Other questions have that name."),
    ],
)
def test_questions_that_cannot_be_are_refused_and_kept_on_the_page(
    coordinator: User,
    client: Client,
    pulse: PulseProgram,
    questions: tuple[dict[str, str], ...],
    fields: dict[str, str],
    said: str,
) -> None:
    client.force_login(coordinator)
    refused = client.post(f"/programs/{pulse.program.pk}/pulse/questions/", written(*questions, **fields))
    assert refused.status_code == 422
    assert said in words(refused.content.decode())
    assert refused.context["booklet"].form["source"].value() == "Me"
    assert PulseInstrument.objects.count() == 1


# --- a coach's own


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
