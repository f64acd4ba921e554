"""Before something delicate, a session that has lasted a while is asked who it is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.accounts.recent import recent_sign_in_required
from scheduling.models import Program
from tests.signing_in import LOGIN, PASSWORD, sign_in

ASK = "/accounts/reauthenticate/"


@recent_sign_in_required
def notes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {request.POST.get('text', 'nothing')}")


urlpatterns = [path("notes/", notes), path("", include("connectedness.urls"))]


@pytest.fixture(autouse=True)
def delicate_page() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def later(minutes: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def test_whoever_just_signed_in_is_not_asked(client: Client, coordinator: User) -> None:
    assert sign_in(client, coordinator)
    assert client.get("/notes/").content == b"GET nothing"


def test_after_some_minutes_the_page_asks_and_then_opens(client: Client, coordinator: User) -> None:
    assert sign_in(client, coordinator)
    with later(11):
        assert client.get("/notes/")["Location"] == f"{ASK}?next=%2Fnotes%2F"
        assert client.get("/notes/")["Location"].startswith(ASK)
        client.post(f"{ASK}?next=/notes/", {"password": "wrong battery"})
        assert client.get("/notes/").status_code == 302
        assert client.post(f"{ASK}?next=/notes/", {"password": PASSWORD})["Location"] == "/notes/"
        assert client.get("/notes/").content == b"GET nothing"


def test_a_form_that_was_sent_is_taken_once_it_is_known_who_sent_it(
    client: Client, coordinator: User
) -> None:
    assert sign_in(client, coordinator)
    with later(11):
        assert client.post("/notes/", {"text": "typed"})["Location"].startswith(ASK)
        answer = client.post(f"{ASK}?next=/notes/", {"password": PASSWORD, "next": "/notes/"})
        assert answer.content == b"POST typed"


def test_somebody_without_password_or_second_step_signs_in_anew_by_a_code(
    client: Client, coordinator: User
) -> None:
    assert sign_in(client, coordinator)
    assert client.get("/notes/").status_code == 200
    coordinator.password = "!"
    coordinator.save()
    client.force_login(coordinator)
    assert client.get("/notes/")["Location"] == f"{LOGIN}code/?next=%2Fnotes%2F"
    assert "_auth_user_id" not in client.session


def test_somebody_of_the_hospitals_sign_in_comes_to_where_that_is_offered(
    client: Client, coordinator: User
) -> None:
    SocialAccount.objects.create(user=coordinator, provider="hospital", uid="4711")
    coordinator.set_unusable_password()
    coordinator.save()
    client.force_login(coordinator)
    answer = client.get("/notes/", follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=%2Fnotes%2F", 302)]
    assert "You signed in a while ago. Sign in again to go on." in answer.content.decode()


def test_before_a_file_the_answer_leads_back_to_the_page_that_offers_it(
    client: Client, coordinator: User, program: Program
) -> None:
    assert sign_in(client, coordinator)
    page = f"/programs/{program.pk}/trail/"
    assert client.get(f"{page}export/")["Content-Type"].startswith("text/csv")
    with later(11):
        asked = client.get(f"{page}export/?who=ordway")["Location"]
        assert asked.startswith(ASK)
        answer = client.post(asked, {"password": PASSWORD})
        assert answer["Location"] == f"{page}?who=ordway"
        assert client.get(f"{page}export/?who=ordway")["Content-Type"].startswith("text/csv")


def test_a_fragment_sends_the_browser_to_the_question(client: Client, coordinator: User) -> None:
    assert sign_in(client, coordinator)
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=a"}
    assert client.get("/notes/", headers=asked).content == b"GET nothing"
    with later(11):
        answer = client.get("/notes/", headers=asked)
    assert answer["HX-Redirect"] == f"{ASK}?next=%2Fpeople%2F%3Fq%3Da"


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/notes/")["Location"] == f"{LOGIN}?next=/notes/"
