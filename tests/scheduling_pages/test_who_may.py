"""Every address of the coordinator's pages: those who build see it, everybody else gets 404, nobody known signs in."""

import pytest
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.models import Program, Schedule, SolveRun, Upload
from scheduling.urls import urlpatterns
from tests.factories import make_run
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import SmallYear, make_small_schedule

READ = {
    "dashboard", "upload", "template", "upload_preview", "people", "blocks", "runs", "run", "schedules", "grid",
    "publish",
}  # fmt: skip
CHANGE = {"choose_year", "upload_apply", "upload_discard", "run_stop", "run_draft"}
PAGES = sorted({(str(pattern.name), str(pattern.pattern)) for pattern in urlpatterns})
OUTSIDERS = ["director", "coach", "resident", "nurse", "stranger", "site_admin"]


@pytest.fixture
def keys(small: SmallYear) -> dict[str, int]:
    """Rows of the program, so that there is something to be refused."""
    upload = Upload.objects.create(
        program=small.program, filename="year.xlsx", content=b"not a workbook", sha256="0" * 64
    )
    return {
        "program_id": small.program.pk,
        "upload_id": upload.pk,
        "run_id": make_run(small.year).pk,
        "schedule_id": make_small_schedule(small).pk,
    }


def address(name: str, pattern: str, keys: dict[str, int]) -> str:
    wanted = {key: value for key, value in keys.items() if f":{key}>" in pattern or key == "program_id"}
    return reverse(f"scheduling:{name}", kwargs=wanted)


def test_the_lists_of_addresses_are_complete() -> None:
    assert {name for name, _ in PAGES} == READ | CHANGE


@pytest.mark.parametrize(("name", "pattern"), [page for page in PAGES if page[0] in READ])
@pytest.mark.parametrize("who", ["coordinator", "chief"])
def test_those_who_build_the_schedule_see_every_page(
    name: str, pattern: str, who: str, keys: dict[str, int], as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    assert as_user(user).get(address(name, pattern, keys)).status_code == 200


@pytest.mark.parametrize(("name", "pattern"), PAGES)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_can_tell_that_a_page_exists(
    name: str, pattern: str, who: str, keys: dict[str, int], as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    client, url = as_user(user), address(name, pattern, keys)
    answer = client.post(url) if name in CHANGE else client.get(url)
    assert answer.status_code == 404


@pytest.mark.parametrize(("name", "pattern"), PAGES)
def test_somebody_unknown_is_asked_to_sign_in(
    name: str, pattern: str, keys: dict[str, int], client: Client
) -> None:
    url = address(name, pattern, keys)
    answer = client.post(url) if name in CHANGE else client.get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("name", "pattern"), [page for page in PAGES if page[0] in CHANGE])
def test_a_link_alone_changes_nothing(name: str, pattern: str, keys: dict[str, int], desk: Client) -> None:
    assert desk.get(address(name, pattern, keys)).status_code == 405


@pytest.mark.parametrize(("name", "pattern"), [page for page in PAGES if page[0] in CHANGE])
def test_a_form_of_another_site_changes_nothing(
    name: str, pattern: str, keys: dict[str, int], coordinator: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    assert client.post(address(name, pattern, keys)).status_code == 403


@pytest.mark.parametrize(("name", "pattern"), [page for page in PAGES if page[1].count("<int:")])
def test_a_row_of_one_program_is_not_found_under_another(
    name: str,
    pattern: str,
    keys: dict[str, int],
    coordinator: User,
    other_program: Program,
    as_user: SignIn,
) -> None:
    other_program.memberships.create(user=coordinator, role="coordinator")
    client, url = as_user(coordinator), address(name, pattern, {**keys, "program_id": other_program.pk})
    answer = client.post(url) if name in CHANGE else client.get(url)
    assert answer.status_code == 404


@pytest.mark.parametrize("model", [Upload, SolveRun, Schedule])
def test_there_was_something_to_refuse(model: type, keys: dict[str, int]) -> None:
    assert model.objects.exists()  # type: ignore[attr-defined]
