"""A row belongs to its program's address; who gets which page is in tests/access/matrix.txt."""

import pytest
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.models import (
    Disruption,
    Faculty,
    LeaveRequest,
    PairingWish,
    Program,
    RollOver,
    Schedule,
    SolveRun,
    SwapRequest,
    Team,
    TeamMember,
    Upload,
)
from scheduling.urls import urlpatterns
from tests.factories import (
    FIRST_MONDAY,
    make_nurse,
    make_resident,
    make_run,
    make_swap,
    make_team,
    make_wish,
)
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import SmallYear, make_small_schedule

NOT_ALLOWED = 405  # a page that only shows, or an address that only changes
DAY = {"first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY}
PAGES = sorted({(str(pattern.name), str(pattern.pattern)) for pattern in urlpatterns})


@pytest.fixture
def keys(small: SmallYear) -> dict[str, int | str]:
    """Rows of the program, so that there is something to be refused."""
    upload = Upload.objects.create(
        program=small.program, filename="year.xlsx", content=b"not a workbook", sha256="0" * 64
    )
    nurse = make_nurse(small.program)
    team = make_team(small.program, nurse)
    asked = LeaveRequest.objects.create(year=small.year, resident=small.residents[0], kind="vacation", **DAY)
    return {
        "program_id": small.program.pk,
        "upload_id": upload.pk,
        "wish_id": make_wish(make_resident(small.program), small.coach).pk,
        "faculty_id": small.coach.pk,
        "disruption_id": Disruption.objects.create(year=small.year, kind="clinic", key="snow-0001", **DAY).pk,
        "roll_over_id": RollOver.objects.create(program=small.program, from_year=small.year).pk,
        "kind": "rotation",
        "row": small.rotation.pk,
        "run_id": make_run(small.year).pk,
        "schedule_id": make_small_schedule(small).pk,
        "team_id": team.pk,
        "member_id": team.members.get().pk,
        "membership_id": nurse.membership_id,
        "leave_request_id": asked.pk,
        "swap_id": make_swap(small.year, *small.residents).pk,
    }


def address(name: str, pattern: str, keys: dict[str, int | str]) -> str:
    wanted = {key: value for key, value in keys.items() if f":{key}>" in pattern or key == "program_id"}
    return reverse(f"scheduling:{name}", kwargs=wanted)


@pytest.mark.parametrize(("name", "pattern"), [page for page in PAGES if page[1].count("<int:")])
def test_a_row_of_one_program_is_not_found_under_another(
    name: str,
    pattern: str,
    keys: dict[str, int | str],
    coordinator: User,
    other_program: Program,
    as_user: SignIn,
) -> None:
    other_program.memberships.create(user=coordinator, role="coordinator")
    client, url = as_user(coordinator), address(name, pattern, {**keys, "program_id": other_program.pk})
    answers = {client.get(url).status_code, client.post(url).status_code}
    assert answers - {NOT_ALLOWED} == {404}


@pytest.mark.parametrize(
    "model",
    [
        Disruption,
        Faculty,
        LeaveRequest,
        PairingWish,
        RollOver,
        Schedule,
        SolveRun,
        SwapRequest,
        Team,
        TeamMember,
        Upload,
    ],
)
def test_there_was_something_to_refuse(model: type, keys: dict[str, int | str]) -> None:
    assert model.objects.exists()  # type: ignore[attr-defined]
