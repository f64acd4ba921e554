"""Words that only their owner and those who build the schedule may read are nowhere else."""

import json
import logging

import pytest
from django.core import mail

from connectedness.trail.models import Event
from scheduling.services.glass import break_glass, tell_owners
from tests.access import table
from tests.access.world import CANARIES, WISH_CANARY, World

pytestmark = pytest.mark.django_db
MAY_READ = {"coordinator", "chief", "resident"}


def test_there_is_something_to_keep(world: World) -> None:
    record = world.address_of("programs/<int:program_id>/residents/<int:resident_id>/")
    for who, address in (("coordinator", record), ("chief", record), ("resident", "/me/record/")):
        page = world.client_of(who).get(address).content.decode()
        assert [canary for canary in CANARIES if canary not in page] == []
    wishes = world.address_of("programs/<int:program_id>/pairing/wishes/")
    assert WISH_CANARY in world.client_of("coordinator").get(wishes).content.decode()
    assert WISH_CANARY not in world.client_of("chief").get(wishes).content.decode()


def test_no_mail_log_or_event_holds_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """After everybody has been everywhere; pages themselves are looked at by the matrix."""
    caplog.set_level(logging.DEBUG)
    break_glass(
        resident=world.people["resident"].resident, actor=world.people["site admin"], why="Asked by counsel"
    )
    for who in ("coordinator", "faculty", "site admin"):
        client = world.client_of(who)
        for asked, answers in table.read().items():
            if asked.method == "GET" and answers[who] in {"ok", "go"}:
                client.get(world.address_of(asked.route))
    tell_owners()
    assert mail.outbox
    assert Event.objects.filter(kind="record_read").count() >= 2
    kept = [
        *(str(letter.message()) for letter in mail.outbox),
        *(json.dumps(row, default=str) for row in Event.objects.values()),
        caplog.text,
    ]
    assert [canary for canary in (*CANARIES, WISH_CANARY) for text in kept if canary in text] == []
