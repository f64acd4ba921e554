"""Pictures of each role's pages, taken with Chromium from a demo of its own.

``python -m tests.screenshots`` writes ``<role>-<page>-<desktop|phone>-<light|dark>.png`` into ``var/screenshots/``, and
the three that README.md shows into ``docs/images/``.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from connectedness.env import BASE_DIR
from scheduling.exchange.demo_program import demo_tables
from scheduling.exchange.workbook import write_workbook
from tests.browser import DESKTOP, PHONE, context_options, launch_arguments, sign_in
from tests.installation import Installation
from tests.servers import find_chromium

EVERYTHING = BASE_DIR / "var" / "screenshots"
SHOWN = BASE_DIR / "docs" / "images"
SHOWN_ARE = {
    "coordinator-grid-desktop-light": "grid.png",
    "resident-home-phone-light": "resident.png",
    "coach-panel-desktop-light": "coach.png",
}
READY = "Ctrl-C stops everything."
RUN_MILLISECONDS = 90_000
PASSWORD = re.compile(r"password for all: ([^)]+)\)")
ACCOUNT = re.compile(r"^  (\S.*?)\s{2,}(\S+@\S+)", re.MULTILINE)

ROLES = {
    "coordinator": "Program coordinator",
    "resident": "Resident",
    "coach": "Faculty",
    "nurse": "Nurse",
    "director": "Program director",
    "administrator": "Site administrator",
}
# Where each page is; what stands in braces is made by ``prepare``.
PAGES: dict[str, dict[str, str]] = {
    "visitor": {"sign-in": "/accounts/login/", "sign-in-code": "/accounts/login/code/"},
    "coordinator": {
        "overview": "{program}",
        "upload": "{program}uploads/",
        "upload-refused": "{upload}",
        "people": "{program}people/",
        "people-faculty": "{program}people/?show=faculty",
        "faculty": "{program}faculty/",
        "faculty-member": "{faculty}",
        "leave": "{program}leave/",
        "blocks": "{program}blocks/",
        "pairing": "{program}pairing/",
        "pairing-wishes": "{program}pairing/wishes/",
        "teams": "{program}teams/",
        "runs": "{program}runs/",
        "run": "{first_run}",
        "grid": "{program}grid/",
        "grid-week": "{program}grid/?weeks=1",
        "history": "{history}",
        "versions": "{program}schedules/",
        "compare": "{program}schedules/compare/",
        "publish": "{program}publish/",
        "trail": "{program}trail/",
        "settings": "{program}settings/",
        "score": "{program}settings/score/",
        "roll-over": "{program}roll-over/",
        "record": "{record}",
        "figures": "/figures/",
        "pulse": "{program}pulse/",
        "pulse-plan": "{program}pulse/plan/",
    },
    "resident": {
        "home": "/me/",
        "calendar": "/me/calendar/",
        "agenda": "/me/agenda/",
        "year": "/me/year/",
        "meetings": "/meetings/",
        "meeting": "{meeting}",
        "schedule": "{program}schedule/",
        "record": "/me/record/",
        "feed": "/feed/",
        "teams": "/teams/",
        "notices": "/notices/",
        "pulse": "/pulse/",
    },
    "coach": {
        "panel": "/panel/",
        "calendar": "/panel/calendar/",
        "agenda": "/panel/agenda/",
        "years": "/panel/years/",
        "leave": "{leave}",
        "meetings": "/meetings/",
        "meeting": "{meeting}",
        "meeting-new": "{meeting_new}",
        "feed": "/feed/",
    },
    "nurse": {"teams": "/teams/", "in-clinic": "/in-clinic/"},
    "director": {"figures": "/figures/", "pulse": "{program}pulse/"},
    "administrator": {"trail": "/site/trail/", "glass": "/site/glass/"},
}


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo, as it introduced itself: its address, and how each role signs in."""

    address: str
    password: str
    emails: dict[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is looked at."""

    device: Literal["desktop", "phone"]
    scheme: Literal["light", "dark"]

    def options(self) -> dict[str, Any]:
        """Of the browser; a phone's picture has two points a pixel, so that it can be shown larger."""
        if self.device == "desktop":
            return context_options(DESKTOP, color_scheme=self.scheme)
        return context_options(PHONE, color_scheme=self.scheme, device_scale_factor=2)


WAYS = (
    Way("desktop", "light"),
    Way("desktop", "dark"),
    Way("phone", "light"),
    Way("phone", "dark"),
)


class Photographer:
    """Somebody with a camera who has every role's key."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.browser = browser
        self.demo = demo
        self.keys: dict[str, StorageState | None] = {"visitor": None}

    @contextmanager
    def page(self, role: str, way: Way = WAYS[0]) -> Iterator[Page]:
        """A page of somebody who is signed in."""
        if role not in self.keys:
            with self.browser.new_context() as context:
                email = self.demo.emails[ROLES[role]]
                sign_in(context.new_page(), self.demo.address, email, self.demo.password)
                self.keys[role] = context.storage_state()
        with self.browser.new_context(
            **way.options(), base_url=self.demo.address, storage_state=self.keys[role]
        ) as context:
            yield context.new_page()

    def take(self, role: str, pages: dict[str, str], way: Way) -> None:
        """Take a role's pages in one way."""
        with self.page(role, way) as page:
            for name, path in pages.items():
                page.goto(path)
                page.evaluate("document.fonts.ready")
                self._take(page, f"{role}-{name}-{way.device}-{way.scheme}")

    def _take(self, page: Page, name: str) -> None:
        """The first screen for README.md, the whole page for the folder; tabs stay below it."""
        if name in SHOWN_ARE:
            page.screenshot(path=SHOWN / SHOWN_ARE[name])
        first = page.viewport_size
        assert first is not None
        height = max(first["height"], page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": first["width"], "height": height})
        page.screenshot(path=EVERYTHING / f"{name}.png")
        page.set_viewport_size(first)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """A demo in a folder of its own, with all its processes; they end with the block."""
    place = Installation(folder, PYTHONUNBUFFERED="1")
    port = place.address.rpartition(":")[2]
    with place.running():
        line = [sys.executable, "manage.py", "demo", "--port", port]
        demo = place.run("introduction", line)
        yield _introduced(demo, place.log("introduction"), place.url)


def _introduced(demo: subprocess.Popen[bytes], log: Path, address: str) -> Demo:
    """What the demo printed about itself, once it has said everything."""
    said = ""
    while READY not in said:
        if demo.poll() is not None:
            raise SystemExit(f"The demo did not start: {said}")
        try:
            demo.wait(0.2)
        except subprocess.TimeoutExpired:
            said = log.read_text()
    password = PASSWORD.search(said)
    assert password is not None, said
    return Demo(address, password[1], dict(ACCOUNT.findall(said)))


def prepare(page: Page) -> dict[str, str]:
    """Hand in a file with faults and start a run; the addresses of these and of the program."""
    page.goto("/")
    program = urlsplit(page.url).path
    page.goto(f"{program}uploads/")
    page.get_by_label("Workbook or block schedule").set_input_files(
        {"name": "roster.xlsx", "mimeType": "", "buffer": faulty_workbook()}
    )
    page.get_by_role("button", name="See what it would change").click()
    page.wait_for_url("**/uploads/*/")
    upload = urlsplit(page.url).path
    page.goto(f"{program}people/")
    record = first_name(page)
    page.goto(f"{program}faculty/")
    faculty = first_name(page)
    page.goto(f"{program}runs/")
    first_run = page.get_by_role("link", name="Run 1").get_attribute("href") or ""
    page.get_by_role("button", name="Start the run").click()
    take_run_under_way(page)
    return {
        "program": program,
        "upload": upload,
        "record": record,
        "faculty": faculty,
        "first_run": first_run,
        "run": urlsplit(page.url).path,
    }


def first_name(page: Page) -> str:
    """Where the first person in a table leads."""
    return page.get_by_role("rowheader").get_by_role("link").first.get_attribute("href") or ""


def take_run_under_way(page: Page) -> None:
    """All four on one page, since a run lasts only seconds; with every coach given it may be proven before it is seen."""
    under_way = page.get_by_role("button", name="Stop and keep")
    under_way.or_(page.get_by_role("button", name="Open as a draft")).first.wait_for(timeout=RUN_MILLISECONDS)
    if not under_way.is_visible():
        sys.stdout.write("The run was proven before it could be pictured under way.\n")
        return
    for way in WAYS:
        page.emulate_media(color_scheme=way.scheme)
        page.set_viewport_size(DESKTOP if way.device == "desktop" else PHONE)
        page.screenshot(path=EVERYTHING / f"coordinator-run-under-way-{way.device}-{way.scheme}.png")


def faulty_workbook() -> bytes:
    """A workbook in which two coaches and two panel limits cannot be."""
    tables = demo_tables("typical", datetime.now(UTC).date())
    residents = [
        replace(resident, coach="Nobody, Known") if number in {21, 40} else resident
        for number, resident in enumerate(tables.residents)
    ]
    faculty = [
        replace(member, panel_min=9) if number in {3, 7} else member
        for number, member in enumerate(tables.faculty)
    ]
    return write_workbook(replace(tables, residents=tuple(residents), faculty=tuple(faculty)))


def open_draft(page: Page, run: str) -> str:
    """Wait for the run's end, open what it found and pin a clinic; the address of the draft's history."""
    page.goto(run)
    page.get_by_role("button", name="Open as a draft").click(timeout=RUN_MILLISECONDS)
    page.wait_for_url("**/grid/")
    page.locator("td.cell", has=page.locator(".chip-overlap")).last.click()
    page.keyboard.press("p")
    page.get_by_role("button", name="Undo").and_(page.locator(":enabled")).wait_for()
    return page.locator("[data-steps]").get_attribute("href") or ""


def coachs_own(page: Page) -> dict[str, str]:
    """The meeting that is booked, a new one, and leave in the next two weeks; the resident's is the same meeting."""
    page.goto("/meetings/")
    meeting = page.get_by_role("link", name="Open").first.get_attribute("href") or ""
    new = page.get_by_role("link", name="Find a time").first.get_attribute("href") or ""
    first = datetime.now(UTC).date() + timedelta(days=1)
    leave = f"/panel/leave/?first={first}&last={first + timedelta(days=13)}"
    return {"meeting": meeting, "meeting_new": new, "leave": leave}


def take_all(browser: Browser, demo: Demo) -> None:
    """A run under way, then every page of every role in every way."""
    photographer = Photographer(browser, demo)
    with photographer.page("coordinator") as page:
        made = prepare(page)
        made["history"] = open_draft(page, made["run"])
    with photographer.page("coach") as page:
        made |= coachs_own(page)
    for role, pages in PAGES.items():
        found = {name: path.format(**made) for name, path in pages.items()}
        for way in WAYS:
            photographer.take(role, found, way)


def main() -> int:
    """Take them all and say where they are."""
    chromium = find_chromium()
    if chromium is None:
        print("Pictures need Chromium (Debian: apt install chromium).", file=sys.stderr)
        return 1
    for folder in (EVERYTHING, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="connectedness-pictures-") as own_folder,
        running_demo(Path(own_folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=launch_arguments())
        take_all(browser, demo)
        browser.close()
    print(f"Pictures are in {EVERYTHING}; those that README.md shows, in {SHOWN}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
