"""A coordinator writes and changes questions."""

from typing import Any

import pytest
from django.test import Client

from coaching.models import PulseInstrument
from coaching.services.pulse.instruments import EXAMPLE
from connectedness.accounts.models import User
from scheduling.models import Program
from tests.coaching.pages import words
from tests.coaching.pulse_program import PulseProgram


def written(*questions: dict[str, str], **fields: str) -> dict[str, str]:
    rows = {
        f"questions-{place}-{name}": value
        for place, question in enumerate(questions)
        for name, value in question.items()
    }
    counts = {"questions-TOTAL_FORMS": str(len(questions)), "questions-INITIAL_FORMS": "0"}
    head = {"name": "Mine", "source": "Me", "licence": "My own", "anchors": "No\nPartly\nYes"}
    return {**head, **counts, **rows, **fields}


def test_a_coordinator_writes_questions_with_whose_they_are(
    coordinator: User, client: Client, program: Program
) -> None:
    client.force_login(coordinator)
    questions = ({"text": "Well?", "kind": "scale", "is_reversed": "on"}, {"text": "", "kind": "scale"})
    done = client.post(f"/programs/{program.pk}/pulse/questions/", written(*questions), follow=True)
    assert "Kept: Mine. " in words(done.content.decode())
    made = PulseInstrument.objects.get()
    assert (made.anchors, made.licence) == (["No", "Partly", "Yes"], "My own")
    assert [(one.text, one.is_reversed) for one in made.asked()] == [("Well?", True)]


def test_the_example_is_there_to_begin_with_and_says_that_nobody_validated_it(
    coordinator: User, client: Client, program: Program
) -> None:
    client.force_login(coordinator)
    page = client.get(f"/programs/{program.pk}/pulse/questions/?example=1")
    assert "Not a validated instrument" in page.content.decode()
    assert len(page.context["booklet"].questions.initial_forms) == len(EXAMPLE.questions)


def test_changing_questions_puts_the_new_ones_in_place(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/pulse/questions/{pulse.instrument.pk}/"
    page = client.get(address)
    assert "I belong here." in page.content.decode()
    assert client.post(address, written({"text": "Only this?"}, seen=seen_on(page))).status_code == 302
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["Only this?"]


def seen_on(page: Any) -> str:
    return str(page.context["booklet"].form["seen"].value())


def test_of_two_who_change_questions_at_once_the_second_is_shown_what_the_first_wrote(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/pulse/questions/{pulse.instrument.pk}/"
    seen = seen_on(client.get(address))
    assert client.post(address, written({"text": "First?"}, seen=seen)).status_code == 302
    refused = client.post(address, written({"text": "Second?"}, seen=seen))
    assert refused.status_code == 422
    said = words(refused.content.decode())
    assert "Somebody changed these questions" in said
    assert "Now they are: First?" in said
    assert 'value="Second?"' in refused.content.decode()
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["First?"]
    assert client.post(address, written({"text": "Second?"}, seen=seen_on(refused))).status_code == 302
    assert [one.text for one in PulseInstrument.objects.get().asked()] == ["Second?"]


@pytest.mark.parametrize(
    ("questions", "fields", "said"),
    [
        (({"text": ""},), {}, "Write one question at least."),
        (({"text": "Same?"}, {"text": "Same?"}), {}, "A question stands there twice."),
        (({"text": "Own?", "kind": "words", "about_coach": "on"},), {}, "has no score and goes to no coach"),
        (({"text": "Well?"},), {"anchors": "Yes\nNo"}, "Write 3 to 7 different answers"),
        (({"text": "Well?"},), {"anchors": "Yes\nNo\nYes"}, "Write 3 to 7 different answers"),
        (({"text": "Well?"},), {"anchors": f"A\nB\n{'c' * 61}"}, "60 characters at most"),
        (({"text": "Well?"},), {"licence": ""}, "This field is required."),
        (({"text": "Well?"},), {"name": "Our questions"}, "Other questions have that name."),
    ],
)
def test_questions_that_cannot_be_are_refused_and_kept_on_the_page(
    coordinator: User,
    client: Client,
    pulse: PulseProgram,
    questions: tuple[dict[str, str], ...],
    fields: dict[str, str],
    said: str,
) -> None:
    client.force_login(coordinator)
    refused = client.post(f"/programs/{pulse.program.pk}/pulse/questions/", written(*questions, **fields))
    assert refused.status_code == 422
    assert said in words(refused.content.decode())
    assert refused.context["booklet"].form["source"].value() == "Me"
    assert PulseInstrument.objects.count() == 1
