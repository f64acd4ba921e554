"""Those who build choose the year that their pages work on; everybody else's pages keep the current one."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.exchange.workbook import write_template
from scheduling.models import AcademicYear, Program, ScheduleState, SolveRun
from scheduling.services.importing import keep_upload
from tests.factories import make_run, make_schedule, make_year
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import SmallYear, make_small_schedule

NEXT, LAST = date(2027, 6, 28), date(2025, 6, 30)


@pytest.fixture(autouse=True)
def in_the_small_year() -> Iterator[None]:
    """Wednesday of its third week."""
    with time_machine.travel("2026-07-15T14:00Z", tick=False):
        yield


@pytest.fixture
def coming(small: SmallYear) -> AcademicYear:
    """The year after the small one."""
    return make_year(small.program, name="2027-2028", first_monday=NEXT)


def url(name: str, program: Program, *keys: int) -> str:
    return reverse(f"scheduling:{name}", args=[program.pk, *keys])


def choose(desk: Client, year: AcademicYear, page: str = "") -> str:
    """The address that a choice leads to."""
    answer = desk.post(url("choose_year", year.program), {"year": year.pk, "page": page})
    assert answer.status_code == 302
    return answer["Location"]


def test_without_a_choice_the_pages_work_on_the_year_of_today(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    assert desk.get(url("runs", small.program)).context["scope"].year == small.year


@pytest.mark.parametrize("name", ["dashboard", "people", "blocks", "runs", "schedules", "upload"])
def test_the_pages_work_on_the_year_chosen(
    name: str, small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    assert choose(desk, coming, name) == url(name, small.program)
    assert desk.get(url(name, small.program)).context["scope"].year == coming
    choose(desk, small.year)
    assert desk.get(url(name, small.program)).context["scope"].year == small.year


def test_next_year_is_built_and_looked_at_before_it_begins(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    run = make_run(coming)
    draft = make_schedule(coming)
    choose(desk, coming)
    assert [line.pk for line in desk.get(url("runs", small.program)).context["lines"]] == [run.pk]
    grid = desk.get(url("grid", small.program))
    assert (grid.context["schedule"], grid.context["window"].first) == (draft, NEXT)
    assert desk.get(url("publish", small.program)).context["schedule"] == draft


def test_a_run_is_of_the_year_that_its_page_showed_though_another_was_chosen_meanwhile(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    page = desk.get(url("runs", small.program)).content.decode()
    assert f'name="year" value="{small.year.pk}"' in page
    choose(desk, coming)
    desk.post(
        url("runs", small.program),
        {"decide_pairing": "on", "time_limit": 30, "seed": 1, "year": small.year.pk},
    )
    assert SolveRun.objects.get().year == small.year


def test_a_year_of_another_program_is_not_found(
    small: SmallYear, other_program: Program, desk: Client
) -> None:
    foreign = make_year(other_program)
    for sent in ({"year": foreign.pk}, {"year": "first"}, {}):
        assert desk.post(url("choose_year", small.program), sent).status_code == 404
    assert (
        desk.post(url("runs", small.program), {"time_limit": 30, "seed": 1, "year": foreign.pk}).status_code
        == 404
    )
    assert not SolveRun.objects.exists()


def test_a_choice_leads_nowhere_but_to_the_programs_own_pages(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    sent = {"year": coming.pk, "page": "https://elsewhere.example.org"}
    assert desk.post(url("choose_year", small.program), sent).status_code == 404


def test_a_choice_is_one_persons_and_one_programs(
    small: SmallYear, coming: AcademicYear, desk: Client, chief: User, as_user: SignIn, other_program: Program,
    coordinator: User,
) -> None:  # fmt: skip
    other_program.memberships.create(user=coordinator, role="coordinator")
    other_years = [make_year(other_program), make_year(other_program, name="2027-2028", first_monday=NEXT)]
    choose(desk, coming)
    assert as_user(chief).get(url("runs", small.program)).context["scope"].year == small.year
    assert desk.get(url("runs", other_program)).context["scope"].year == other_years[0]
    choose(desk, other_years[1])
    assert desk.get(url("runs", small.program)).context["scope"].year == coming


def test_a_chosen_year_that_is_gone_is_forgotten(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    choose(desk, coming)
    coming.delete()
    assert desk.get(url("runs", small.program)).context["scope"].year == small.year


def test_the_bar_says_the_year_and_offers_the_others(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    choose(desk, coming)
    page = desk.get(url("schedules", small.program))
    text = page.content.decode()
    assert "Year worked on: 2027-2028. Change it" in text
    assert f'name="year" value="{small.year.pk}" aria-pressed="false"' in text
    assert f'name="year" value="{coming.pk}" aria-pressed="true"' in text
    assert '<input type="hidden" name="page" value="grid">' in text
    assert page.context["program_label"]() == small.program.name


def test_with_one_year_there_is_nothing_to_choose(small: SmallYear, desk: Client) -> None:
    page = desk.get(url("runs", small.program))
    assert page.context["year_choice"]() is None
    assert page.context["program_label"]() == f"{small.program.name} · 2026–27"


def test_the_page_of_a_run_or_version_shows_its_own_year(
    small: SmallYear, coming: AcademicYear, desk: Client
) -> None:
    run, draft = make_run(coming), make_schedule(coming)
    for address in (
        url("run", small.program, run.pk),
        url("grid", small.program, draft.pk),
        url("publish", small.program, draft.pk),
    ):
        assert desk.get(address).context["year_choice"]().year == coming
    assert desk.get(url("runs", small.program)).context["scope"].year == small.year


def test_residents_and_coaches_keep_the_current_year(
    small: SmallYear, coming: AcademicYear, resident: User, coach: User, as_user: SignIn
) -> None:
    for user, path in ((resident, "/me/"), (coach, "/panel/")):
        client = as_user(user)
        assert client.post(url("choose_year", small.program), {"year": coming.pk}).status_code == 404
        page = client.get(path)
        assert page.context["year_choice"]() is None
        assert "2026–27" in page.context["program_label"]()


def test_a_workbook_of_another_year_turns_the_pages_to_it_and_says_so(
    program: Program, coordinator: User, desk: Client
) -> None:
    before = make_year(program, name="2025-2026", first_monday=LAST)
    with time_machine.travel("2026-03-02T14:00Z", tick=False):
        desk.force_login(coordinator)
        kept = keep_upload(
            program=program, actor=coordinator, filename="next.xlsx", content=write_template(program.name)
        )
        answer = desk.post(url("upload_apply", program, kept.pk), follow=True)
    now = AcademicYear.objects.get(program=program, first_monday=date(2026, 6, 29))
    said = f"It is about {now}, so the pages show {now} now; choose {before} at the top to go back to it."
    assert said in answer.content.decode()
    assert answer.context["scope"].year == now


def test_a_workbook_of_the_year_worked_on_turns_nothing(
    program: Program, coordinator: User, desk: Client
) -> None:
    kept = keep_upload(
        program=program, actor=coordinator, filename="year.xlsx", content=write_template(program.name)
    )
    answer = desk.post(url("upload_apply", program, kept.pk), follow=True)
    assert "year.xlsx is imported" in answer.content.decode()
    assert "It is about" not in answer.content.decode()
