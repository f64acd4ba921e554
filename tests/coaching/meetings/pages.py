"""Where the pages of meetings are, and what is shared on one."""

from django.test import Client

from coaching.models import Meeting
from connectedness.accounts.models import User

MEETINGS = "/meetings/"


SHARED = {
    "goals-TOTAL_FORMS": "1",
    "goals-INITIAL_FORMS": "0",
    "goals-0-text": "Read ten ECGs",
    "goals-0-measure": "With the cardiology fellow",
    "goals-0-due": "2027-01-29",
    "goals-0-state": "open",
    "steps-TOTAL_FORMS": "2",
    "steps-INITIAL_FORMS": "0",
    "steps-0-text": "Send the list",
    "steps-0-whose": "coach",
    "steps-1-text": "",
    "summary": "We spoke of the wards",
    "next_on": "2027-02-02",
}


def address(meeting: Meeting, page: str = "") -> str:
    """Where a meeting is."""
    return f"/meetings/{meeting.pk}/{page}"


def signed_in(user: User) -> Client:
    """A user's browser."""
    client = Client()
    client.force_login(user)
    return client
