"""What the table cannot say: other methods, forms of other sites, and what happens in the middle of a session."""

import pytest
from django.utils import timezone

from connectedness.accounts.models import Membership, User
from tests.access import table
from tests.access.addresses import BY_MIDDLEWARE
from tests.access.table import NOT_FOUND, Asked
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db
TABLE = table.read()
TAKEN = ("ok", "go", "form", "old")
READ = [asked for asked in TABLE if asked.method == "GET"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_taken_away_in_mid_session_is_gone_with_the_next_request(world: World, role: str) -> None:
    client = world.client_of(role)
    mine = [asked for asked in READ if TABLE[asked][role] == "ok" and TABLE[asked]["no role"] != "ok"]
    assert [asked for asked in mine if world.asks(client, *_sent(world, asked))[0].status_code != 200] == []
    Membership.objects.filter(user=world.people[role]).update(ended_at=timezone.now())
    assert [asked for asked in mine if world.asks(client, *_sent(world, asked))[0].status_code == 200] == []


def test_a_site_administrator_who_is_one_no_more_is_out_with_the_next_request(world: World) -> None:
    client = world.client_of("site admin")
    for address in ("/site/trail/", "/site/glass/", "/admin/"):
        assert client.get(address).status_code == 200
    User.objects.filter(pk=world.people["site admin"].pk).update(is_staff=False)
    for address in ("/site/trail/", "/site/glass/", "/admin/"):
        assert client.get(address).status_code in {302, 404}


@pytest.mark.parametrize("who", ["nobody", "coordinator", "resident", "site admin"])
def test_a_form_of_another_site_is_refused(world: World, who: str) -> None:
    """But for what a SAML identity provider sends, which is signed."""
    client = world.client_of(who)
    forms = [asked for asked in TABLE if asked.method == "POST" and TABLE[asked][who] in TAKEN]
    forms = [
        asked for asked in forms if asked.route not in BY_MIDDLEWARE and not asked.route.endswith("/acs/")
    ]
    assert forms
    client.handler.enforce_csrf_checks = True
    taken = [asked for asked in forms if world.asks(client, *_sent(world, asked))[0].status_code != 403]
    assert taken == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("who", ["nobody", "coordinator"])
def test_no_other_method_does_more_than_those_of_the_table(world: World, who: str, method: str) -> None:
    client = world.client_of(who)
    for asked in TABLE:
        if asked.method == "POST":
            answer = table.word_of(world.asks(client, method, world.address_of(asked.route))[0])
            said = {TABLE[asked][who], TABLE[Asked("GET", asked.route)][who], "wrong", NOT_FOUND, "no"}
            assert answer in said, (method, asked.route)


def _sent(world: World, asked: Asked) -> tuple[str, str]:
    return asked.method, world.address_of(asked.route)
