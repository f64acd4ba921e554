"""The installation of the browser journeys, and a browser in it whose faults are noted."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, WebError

from connectedness.env import BASE_DIR
from tests.browser import DESKTOP, context_options, sign_in
from tests.e2e.furnishing import PASSWORD
from tests.installation import CommandFailed, Installation, Templates

SERVICES = ("worker", "reaper")
ANSWERING = "from tests.e2e.answering import answer_calls; answer_calls()"


@dataclass
class House:
    """A running installation: web server, worker and reaper on embedded parts; and what furnishes it."""

    installation: Installation
    furnisher: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.installation.url

    def furnish(self, what: str, *arguments: str | int) -> dict[str, Any]:
        """Call a function of ``tests.e2e.furnishing`` inside the installation and return its answer."""
        asked, answers = self.furnisher.stdin, self.furnisher.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps([what, arguments]) + "\n")
        asked.flush()
        said = json.loads(answers.readline() or '{"failed": "It has ended: see furnishing.log."}')
        if "failed" in said:
            raise CommandFailed(f"{what}{arguments}: {said['failed']}")
        answer: dict[str, Any] = said["returned"]
        return answer


@contextmanager
def open_house(folder: Path, templates: Templates) -> Iterator[House]:
    """An installation with all its services, for as long as the block lasts."""
    installation = Installation(folder)
    templates.copy_sqlite(installation.var_dir)
    with installation.running():
        for service in SERVICES:
            installation.start(service)
        installation.start_web()
        with _furnisher(installation) as furnisher:
            yield House(installation, furnisher)


@contextmanager
def _furnisher(installation: Installation) -> Iterator["subprocess.Popen[str]"]:
    """One process for all that journeys ask for; it ends when nothing more can be asked."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", ANSWERING]
    with (
        installation.log("furnishing").open("a") as log,
        subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as furnisher,
    ):
        yield furnisher
        assert furnisher.stdin is not None
        furnisher.stdin.close()


@dataclass
class Visitor:
    """Somebody with a browser; what the browser complained of is in ``faults``."""

    context: BrowserContext
    page: Page
    allowed: tuple[str, ...] = ()
    complaints: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Errors of scripts, breaches of the policy and answers that failed, but for those a test means to see."""
        return [
            text
            for text in self.complaints
            if not any(f"status of {one}" in text or f"net::{one}" in text for one in self.allowed)
        ]

    def hear(self, message: ConsoleMessage) -> None:
        """Note what a page writes to the console as an error or a warning."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def catch(self, error: WebError) -> None:
        """Note what a script did not catch."""
        self.complaints.append(str(error.error))


class Visits:
    """Brings visitors to the house; each person signs in once and keeps the key."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self.browser = browser
        self.keys: dict[str, Any] = {}
        self.open: list[Visitor] = []

    def stranger(self, viewport: ViewportSize = DESKTOP, **options: Any) -> Visitor:
        """Somebody who is not signed in."""
        made = context_options(viewport, base_url=self.house.url, **options)
        context = self.browser.new_context(**made)
        context.set_default_timeout(15_000)
        visitor = Visitor(context, context.new_page())
        context.on("console", visitor.hear)
        context.on("weberror", visitor.catch)
        self.open.append(visitor)
        return visitor

    def of(self, email: str, viewport: ViewportSize = DESKTOP, **options: Any) -> Visitor:
        """Somebody who is signed in."""
        if email not in self.keys:
            visitor = self.stranger()
            sign_in(visitor.page, self.house.url, email, PASSWORD)
            self.keys[email] = visitor.context.storage_state()
        return self.stranger(viewport, storage_state=self.keys[email], **options)

    def end(self) -> list[str]:
        """Close every browser and say what they complained of."""
        faults = [fault for visitor in self.open for fault in visitor.faults]
        for visitor in self.open:
            visitor.context.close()
        self.open.clear()
        return faults
