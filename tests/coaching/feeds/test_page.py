"""The page on which one makes, sees and ends an address."""

from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import CalendarFeed
from scheduling.services.feeds import make_feed, revoke_feed
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.feeds.reading import fetched
from tests.coaching.pages import words
from tests.signing_in import PASSWORD, sign_in


def test_the_page_makes_shows_renews_and_ends_an_address(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    assert sign_in(client, resident)
    assert "Make my address" in visit(resident, "/feed/")
    assert client.post("/feed/make/")["Location"] == "/feed/address/"
    feed = CalendarFeed.objects.live().get(user=resident)
    page = visit(resident, "/feed/address/")
    assert f'value="http://testserver/feeds/{feed.token}.ics"' in page
    assert f'href="webcal://testserver/feeds/{feed.token}.ics"' in page
    assert "Google looks again only every 8 to 24 hours" in words(page)
    assert "No calendar has fetched it yet." in words(page)
    client.post(f"/feed/{feed.pk}/renew/")
    page = visit(resident, "/feed/address/")
    assert feed.token not in page
    assert "The old one no longer works" in words(page)
    live = CalendarFeed.objects.live().get(user=resident)
    client.post(f"/feed/{live.pk}/revoke/")
    page = visit(resident, "/feed/")
    assert "its address no longer works" in words(page)
    assert "Make my address" in page


def test_the_address_is_shown_only_once_it_is_sure_who_asks(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    feed = make_feed(user=resident)
    page = visit(resident, "/feed/")
    assert "Show my address" in page
    assert feed.token not in page
    assert client.get("/feed/address/")["Location"].startswith("/accounts/reauthenticate/?next=")
    client.post("/accounts/reauthenticate/?next=/feed/address/", {"password": PASSWORD})
    assert feed.token in client.get("/feed/address/").content.decode()
    revoke_feed(feed=feed)
    assert client.get("/feed/address/")["Location"] == "/feed/"


def test_the_page_says_when_a_calendar_last_came_by_on_the_programs_clock(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    fetched(client, resident)
    assert "A calendar last fetched it on Sun 22 Nov, 18:20" in words(visit(resident, "/feed/"))


def test_a_page_of_another_site_cannot_make_an_address(year: ClinicYear, resident: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(resident)
    assert careful.post("/feed/make/").status_code == 403
    assert not CalendarFeed.objects.exists()
