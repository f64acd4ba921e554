"""Pages while PostgreSQL is away, and after."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.installation import Installation
from tests.servers import PostgreSQL

SOMEBODY = {"Cookie": "sessionid=somebody-who-was-signed-in"}
ANSWERED_WITHIN_SECONDS = 20


def test_pages_say_503_while_postgresql_is_away_and_come_back_by_themselves(
    full_installation: Installation, postgres: PostgreSQL
) -> None:
    url = full_installation.start_web()
    assert visit(url)[0] == 200
    postgres.stop()
    status, retry_after, page = visit(url)
    assert (status, retry_after) == (503, "5")
    assert "The database cannot be reached just now" in page
    postgres.start()
    assert visit(url)[0] == 200


def visit(url: str) -> tuple[int, str | None, str]:
    """Status, ``Retry-After`` and text of the first page, for which the session must be looked up."""
    try:
        with urlopen(Request(url, headers=SOMEBODY), timeout=ANSWERED_WITHIN_SECONDS) as answer:
            return answer.status, answer.headers["Retry-After"], answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.headers["Retry-After"], refused.read().decode()
