"""What supervisors and load balancers ask."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings


def test_a_process_says_that_it_is_alive_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_a_process_whose_database_answers_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_process_whose_database_is_away_says_so_and_when_to_ask_again(client: Client) -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "database cannot be reached" in answer.content.decode()
    assert answer["Retry-After"] == "5"


@override_settings(ALLOWED_HOSTS=["clinic.example.org"], SECURE_SSL_REDIRECT=True)
def test_health_is_told_by_any_name_and_without_https(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
