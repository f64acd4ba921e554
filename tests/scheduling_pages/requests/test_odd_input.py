"""Nonsense in any field is answered in words."""

import pytest
from django.test import Client

from tests.scheduling_pages.requests.asking import HARMLESS, decide
from tests.services.swapping import Swapping


@pytest.mark.parametrize("value", HARMLESS)
def test_nonsense_in_any_field_is_never_an_error_of_the_server(
    s: Swapping, nadia: Client, chief: Client, value: str
) -> None:
    swap = s.accepted()
    nadia_sends = {
        "/requests/out/": ("length", "until", "note", "key", "who"),
        "/requests/leave/": ("first", "last", "period", "kind", "reason", "key", "step", "looked"),
        "/requests/contact/": ("who", "phone", "pronouns"),
        f"/requests/swaps/for/{s.monday.pk}/": ("partner", "note", "key"),
        f"/requests/swaps/{swap.pk}/step/": ("step", "edition", "answer"),
    }
    for path, names in nadia_sends.items():
        assert nadia.post(path, {name: [value, value] for name in names}).status_code == 422
    path = decide(s, "swap", swap.pk)
    assert chief.post(path, {"step": value, "edition": value, "answer": value}).status_code == 422
    assert nadia.get("/requests/swaps/99999999999999999999999/").status_code == 404
    assert nadia.get("/requests/swaps/for/99999999999999999999999/", follow=True).status_code == 200
