"""Saying that one is out: today, a half of it or some days, and taking it back."""

from uuid import uuid4

import pytest
from django.test import Client

from scheduling.models import Absence, Disruption
from tests.scheduling_pages.requests.asking import text_of
from tests.services.swapping import Swapping


def test_one_tap_says_that_one_is_out_and_it_can_be_taken_back(s: Swapping, nadia: Client) -> None:
    page = text_of(nadia.get("/requests/out/"))
    assert "Are you out today, Mon 29 Jun? You are expected Mon 29 Jun, AM at Main." in page
    answer = nadia.post("/requests/out/", {"length": "day", "key": str(uuid4())}, follow=True)
    assert "You are out: Mon 29 Jun. Those who build the schedule are told." in text_of(answer)
    assert "Waits on the coordinator’s repair list" in text_of(answer)
    [made] = Disruption.objects.all()
    again = nadia.post(f"/requests/out/{made.pk}/back/", follow=True)
    assert "Taken back: Mon 29 Jun." in text_of(again)
    assert not Absence.objects.exists()


def test_half_of_today_and_until_a_day_are_said_as_such(s: Swapping, nadia: Client) -> None:
    nadia.post("/requests/out/", {"length": "PM", "key": str(uuid4())})
    nadia.post("/requests/out/", {"length": "until", "until": "2026-07-02", "key": str(uuid4())})
    assert [one.when for one in Disruption.objects.order_by("pk")] == [
        "Mon 29 Jun, PM",
        "Mon 29 Jun to Thu 2 Jul",
    ]


@pytest.mark.parametrize(
    ("until", "why"),
    [
        ("", "Write the last day on which you are out."),
        ("2026-06-28", "That day has passed."),
        ("2026-07-06", "This is for 7 days at most. For more, ask for leave."),
        ("31/31", "Enter a valid date."),
    ],
)
def test_a_last_day_that_makes_no_sense_is_refused_beside_its_field(
    nadia: Client, until: str, why: str
) -> None:
    sent = {"length": "until", "until": until, "note": "Flu line", "key": str(uuid4())}
    answer = nadia.post("/requests/out/", sent)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert "Flu line" in answer.content.decode()
    assert not Disruption.objects.exists()


def test_somebody_elses_report_is_not_there_to_be_taken_back(
    s: Swapping, nadia: Client, tomas: Client
) -> None:
    nadia.post("/requests/out/", {"length": "day", "key": str(uuid4())})
    made = Disruption.objects.get()
    assert tomas.post(f"/requests/out/{made.pk}/back/").status_code == 404
    Disruption.objects.filter(pk=made.pk).update(reported_by=s.chief)
    assert nadia.post(f"/requests/out/{made.pk}/back/").status_code == 404


def test_a_half_day_out_that_is_changed_to_the_other_is_that_one(s: Swapping, nadia: Client) -> None:
    key = str(uuid4())
    for length in ("AM", "AM", "PM"):
        said = nadia.post("/requests/out/", {"length": length, "key": key}, follow=True)
    assert "You are out: Mon 29 Jun, PM." in text_of(said)
    assert [one.period for one in Disruption.objects.order_by("pk")] == ["AM", "PM"]


def test_a_page_whose_report_was_taken_back_does_not_say_that_one_is_out(s: Swapping, nadia: Client) -> None:
    sent = {"length": "day", "key": str(uuid4())}
    nadia.post("/requests/out/", sent)
    nadia.post(f"/requests/out/{Disruption.objects.get().pk}/back/")
    again = nadia.post("/requests/out/", sent)
    assert again.status_code == 422
    assert "was answered or taken back since" in text_of(again)
