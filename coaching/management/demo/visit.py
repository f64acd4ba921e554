"""Visits every role's pages as a browser would, and says what is not as it should be."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

from coaching.management.demo.data import PASSWORD, Account

LINK = re.compile(r'<a[^>]+href="(/[^"#?]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SKIPPED = ("/accounts/logout", "/static/", "/admin/")
MOST_PAGES = 25
PageAnswer = tuple[int, str]


class Visitor:
    """Somebody with a cookie jar."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> PageAnswer:
        """Status and text of a page."""
        return self._open(urllib.request.Request(self.address + path))  # noqa: S310  # loopback only

    def post(self, path: str, **fields: str) -> PageAnswer:
        """Status and text after sending a form."""
        data = urllib.parse.urlencode(fields).encode()
        headers = {"Referer": self.address + path}
        return self._open(urllib.request.Request(self.address + path, data, headers))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> PageAnswer:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


def faults(address: str, accounts: list[Account]) -> Iterator[str]:
    """Sign in as everybody, follow the links of the landing page once, and yield what went wrong."""
    for account in accounts:
        visitor = Visitor(address)
        problem = _sign_in(visitor, account)
        if problem:
            yield f"{account.role}: {problem}"
            continue
        yield from _walk(visitor, account)


def _sign_in(visitor: Visitor, account: Account) -> str:
    status, page = visitor.get("/accounts/login/")
    token = TOKEN.search(page)
    if status != 200 or token is None:
        return f"the sign-in page answered {status} without a form"
    status, page = visitor.post(
        "/accounts/login/", csrfmiddlewaretoken=token[1], login=account.email, password=PASSWORD
    )
    if status != 200 or 'name="password"' in page:
        return f"signing in as {account.email} did not work (status {status})"
    return ""


def _walk(visitor: Visitor, account: Account) -> Iterator[str]:
    status, home = visitor.get("/")
    if status != 200 or "<h1" not in home:
        yield f"{account.role}: the landing page answered {status}, {'with' if '<h1' in home else 'without'} a heading"
        return
    paths = [path for path in dict.fromkeys(LINK.findall(home)) if not path.startswith(SKIPPED)]
    for path in paths[:MOST_PAGES]:
        status, page = visitor.get(path)
        if status != 200 or not page.strip():
            yield f"{account.role}: {path} answered {status} with {len(page)} characters"
