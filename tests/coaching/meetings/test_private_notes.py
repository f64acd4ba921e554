"""Each has a private box, and reads beside it who sits on the competency committee."""

from coaching.access import own_private_notes, own_reflections
from coaching.models import Meeting
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.meetings.pages import address, signed_in
from tests.coaching.pages import words
from tests.factories import faculty_of


def test_each_has_a_private_box_with_its_reader_beside_it(
    clinics: ClinicYear, held: Meeting, coach: User, resident: User
) -> None:
    for user, head in ((coach, "My private note"), (resident, "My reflection")):
        client = signed_in(user)
        page = words(client.get(address(held)).content.decode())
        assert f"{head} Only you read this" in page
        assert "Do not enter patient information." in page
        kept = client.post(
            address(held, "private/"), {"private-text": f"Of {user}"}, headers={"accept": "application/json"}
        )
        assert kept.json() == {"said": "Kept at 18:20."}
        assert f"Of {user}" in client.get(address(held)).content.decode()
    assert own_private_notes(coach, held).get().text == f"Of {coach}"
    assert own_reflections(resident, held).get().text == f"Of {resident}"


def test_a_coach_on_the_competency_committee_is_shown_as_such_before_the_first_note(
    clinics: ClinicYear, meeting: Meeting, coach: User, resident: User
) -> None:
    on_it = "on the competency committee"
    assert on_it not in signed_in(resident).get(address(meeting)).content.decode()
    coach.faculty_rows.update(on_competency_committee=True)
    page = signed_in(resident).get(address(meeting)).content.decode()
    assert page.index("Dr. Achebe sits on the competency committee, too.") < page.index("<textarea")
    assert (
        "You sit on the competency committee, too." in signed_in(coach).get(address(meeting)).content.decode()
    )


def test_a_coordinator_says_who_sits_on_it_and_the_trail_keeps_that(
    clinics: ClinicYear, coach: User, coordinator: User
) -> None:
    here = f"/programs/{clinics.program.pk}/faculty/{faculty_of(coach).pk}/"
    client = signed_in(coordinator)
    assert "Sits on the competency committee" in client.get(here).content.decode()
    assert client.post(f"{here}committee/", {"sits": "on"})["Location"] == here
    assert faculty_of(coach).on_competency_committee
    event = Event.objects.get(kind=EventKind.PERSON_CHANGED)
    assert (event.actor, event.after) == (coordinator, {"on_competency_committee": "True"})
