"""Every answer carries the strict headers: refusals and errors as well; pages are looked at by the matrix."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from connectedness.accounts.models import User
from tests.access.pages import faults


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError


urlpatterns = [path("broken/", broken), path("away/", away), path("", include("connectedness.urls"))]


@pytest.fixture(autouse=True)
def _with_broken_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/broken/", "testserver", 500),
        ("/away/", "testserver", 503),
        ("/nowhere/", "testserver", 404),
        ("/me/", "elsewhere.example.org", 400),
    ],
)
@pytest.mark.django_db
def test_an_error_is_as_strict_as_a_page(coordinator: User, address: str, host: str, status: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        answer = client.get(address, headers={"host": host})
    assert answer.status_code == status
    assert list(faults(answer, answer.content.decode())) == []


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused_as_strictly(coordinator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    answer = client.post("/feed/make/")
    assert answer.status_code == 403
    assert list(faults(answer, answer.content.decode())) == []


@pytest.mark.django_db
def test_the_policy_of_a_page_names_its_nonce_and_nothing_unsafe(client: Client) -> None:
    answer = client.get("/accounts/login/")
    policy = answer["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in answer.content.decode()
    assert "unsafe" not in policy
    assert client.get("/accounts/login/")["Content-Security-Policy"] != policy
