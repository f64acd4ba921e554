"""What breaks while a page is made is found in the service's own log."""

import sys
from pathlib import Path

from tests.installation import Installation

ENDED_WITHIN_SECONDS = 60
BROKEN_PAGE = """
from django.test import Client
from django.urls import path
from connectedness import urls
def broken(request):
    raise ZeroDivisionError("while the page was made")
urls.urlpatterns.append(path("broken/", broken))
print(Client(raise_request_exception=False).get("/broken/", headers={"host": "localhost"}).status_code)
"""


def test_an_error_of_a_page_leaves_its_traceback_in_the_log(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    process = installation.run("page", [sys.executable, "manage.py", "shell", "-c", BROKEN_PAGE])
    process.wait(ENDED_WITHIN_SECONDS)
    log = installation.log("page").read_text()
    assert "500\n" in log
    assert log.count("ZeroDivisionError: while the page was made") == 1
