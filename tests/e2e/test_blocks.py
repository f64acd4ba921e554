"""The block schedule under the keys: written, pasted, filled, split, undone, and kept while there is no connection."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visitor, Visits
from tests.e2e.slow_scripts import arriving_late

SAVED = "All changes are saved."


@pytest.fixture(scope="module")
def program(house: House) -> dict[str, Any]:
    """A program whose year holds today; each journey writes into blocks to come."""
    return house.furnish("waiting_program", "Blocks Program")


@pytest.fixture
def coordinator(visits: Visits, program: dict[str, Any]) -> Visitor:
    """At the block schedule, the clipboard allowed."""
    visitor = visits.of(program["coordinator"])
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.page.goto(f"/programs/{program['program']}/blocks/")
    return visitor


@pytest.fixture
def sheet(coordinator: Visitor) -> Page:
    """The page."""
    return coordinator.page


def row(page: Page, number: int) -> Locator:
    """A resident's row, counted from 0."""
    return page.locator("tr[data-resident]").nth(number)


def cell(page: Page, number: int, back: int = 1) -> Locator:
    """A cell of that row, counted back from the last block of the year."""
    blocks = page.locator("th[data-block]").count()
    return row(page, number).locator("td").nth(blocks - back)


def saved(page: Page) -> None:
    """Until everything is saved."""
    expect(page.locator(".blocks-foot [data-blocks-said]")).to_have_text(SAVED)
    expect(page.locator("td.is-waiting")).to_have_count(0)


def paste(page: Page, text: str) -> None:
    """Put something on the clipboard and press Ctrl+V."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_a_code_is_written_saved_and_undone_with_keys_alone(sheet: Page) -> None:
    expect(sheet.locator("table[data-blocks] [tabindex='0']")).to_have_count(1)
    sheet.locator("td[tabindex='0']").focus()
    sheet.keyboard.press("End")
    last = cell(sheet, 0)
    expect(last).to_be_focused()
    before = last.inner_text()
    code = "ICU" if before != "ICU" else "NIGHT"
    sheet.keyboard.type(code.lower())
    sheet.keyboard.press("Escape")
    expect(last).to_have_text(before)
    sheet.keyboard.type(code.lower())
    sheet.keyboard.press("Enter")
    expect(cell(sheet, 1)).to_be_focused()
    saved(sheet)
    expect(last).to_have_text(code)
    sheet.reload()
    expect(last).to_have_text(code)
    sheet.locator("td[tabindex='0']").focus()
    sheet.keyboard.press("Control+z")
    expect(last).to_have_text(before)
    saved(sheet)
    sheet.keyboard.press("Control+y")
    expect(last).to_have_text(code)
    saved(sheet)


def test_a_range_is_pasted_from_a_spreadsheet_copied_and_filled(sheet: Page) -> None:
    cell(sheet, 2, back=2).click()
    paste(sheet, 'ICU\t"NIGHT\n"\r\nWARD\tICU\r\n')
    saved(sheet)
    assert [cell(sheet, 2, 2).inner_text(), cell(sheet, 2).inner_text()] == ["ICU", "NIGHT"]
    assert [cell(sheet, 3, 2).inner_text(), cell(sheet, 3).inner_text()] == ["WARD", "ICU"]
    sheet.keyboard.press("Shift+ArrowRight")
    sheet.keyboard.press("Shift+ArrowDown")
    sheet.keyboard.press("Control+c")
    copied = sheet.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == "ICU\tNIGHT\nWARD\tICU"
    sheet.keyboard.press("Control+d")
    saved(sheet)
    assert [cell(sheet, 3, 2).inner_text(), cell(sheet, 3).inner_text()] == ["ICU", "NIGHT"]
    sheet.keyboard.press("Delete")
    saved(sheet)
    expect(cell(sheet, 3)).to_have_text("")
    expect(sheet.locator("[data-findings-list]")).to_contain_text("No rotation from")
    row_name = row(sheet, 3).get_attribute("data-name") or ""
    expect(row(sheet, 3).locator(".row-mark")).to_be_visible()
    sheet.locator("[data-findings-list] > li", has_text=row_name).get_by_role(
        "button", name="No rotation"
    ).first.click()
    expect(cell(sheet, 3, 2)).to_be_focused()


def test_a_paste_with_faults_saves_nothing_and_leads_to_them(coordinator: Visitor) -> None:
    coordinator.allowed = ("422",)
    page = coordinator.page
    before = cell(page, 4).inner_text()
    cell(page, 4).click()
    paste(page, "ICU\r\nICUU\r\n")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("There is no rotation ICUU. Did you mean ICU?")
    expect(cell(page, 4)).to_have_text(before)
    notice.get_by_role("button", name=row(page, 5).get_attribute("data-name") or "").click()
    expect(cell(page, 5)).to_be_focused()
    paste(page, "ICU\tICU\r\n")
    expect(notice).to_contain_text("1 row by 2 columns were copied, and from here there is room for")


def test_a_block_is_split_and_made_one_again(sheet: Page) -> None:
    cell(sheet, 6).click()
    sheet.keyboard.type("ICU")
    sheet.keyboard.press("Enter")
    saved(sheet)
    cell(sheet, 6).click()
    sheet.get_by_role("button", name="Split…").first.click()
    dialog = sheet.get_by_role("dialog", name="Split a block")
    dialog.get_by_label("another rotation").fill("NIGHT")
    dialog.get_by_role("button", name="Split", exact=True).click()
    saved(sheet)
    expect(cell(sheet, 6).locator("span")).to_have_text(["ICU", "NIGHT"])
    sheet.reload()
    expect(cell(sheet, 6)).to_have_attribute("aria-label", re.compile("^ICU until .*, NIGHT from "))
    cell(sheet, 6).click()
    sheet.get_by_role("button", name="Split…").first.click()
    dialog.get_by_role("button", name="Merge into the first").click()
    saved(sheet)
    expect(cell(sheet, 6)).to_have_text("ICU")


def test_what_is_written_without_a_connection_is_kept_and_sent_later(coordinator: Visitor) -> None:
    page = coordinator.page
    target = cell(page, 7)
    code = "ICU" if target.inner_text() != "ICU" else "NIGHT"
    coordinator.complaints.clear()
    coordinator.context.set_offline(True)
    target.click()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".blocks-foot [data-blocks-said]")).to_contain_text("No connection. 1 change waits")
    coordinator.context.set_offline(False)
    saved(page)
    expect(target).to_have_text(code)
    coordinator.complaints[:] = [
        text for text in coordinator.complaints if "ERR_INTERNET_DISCONNECTED" not in text
    ]


def test_what_is_written_after_the_session_ended_waits_for_the_next_sign_in(coordinator: Visitor) -> None:
    page = coordinator.page
    kept = coordinator.context.cookies()
    target = cell(page, 10)
    code = "ICU" if target.inner_text() != "ICU" else "NIGHT"
    coordinator.context.clear_cookies(name="sessionid")
    target.click()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".blocks-foot [data-blocks-said]")).to_contain_text("sign in again in another tab")
    coordinator.context.add_cookies([{**cookie} for cookie in kept])  # type: ignore[typeddict-item]
    page.reload()
    saved(page)
    expect(target).to_have_text(code)


def test_two_people_in_one_cell_are_told_of_each_other(
    coordinator: Visitor, visits: Visits, program: dict[str, Any]
) -> None:
    other = visits.of(program["coordinator"])
    other.page.goto(f"/programs/{program['program']}/blocks/")
    other.allowed = ("409",)
    for page, code in ((coordinator.page, "ICU"), (other.page, "NIGHT")):
        cell(page, 8).click()
        if page is coordinator.page:
            page.keyboard.press("Delete")
            saved(page)
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    notice = other.page.get_by_role("alert")
    expect(notice).to_contain_text("somebody else was here first")
    expect(notice.get_by_role("row").nth(1)).to_contain_text("NIGHTICU")
    expect(cell(other.page, 8)).to_have_text("ICU")
    notice.get_by_role("button", name="Write mine over it").click()
    saved(other.page)
    expect(cell(other.page, 8)).to_have_text("NIGHT")


def test_a_small_phone_lists_one_resident_and_saves_by_choice(
    visits: Visits, program: dict[str, Any]
) -> None:
    page = visits.of(program["coordinator"], SMALL_PHONE).page
    page.goto(f"/programs/{program['program']}/blocks/")
    choices = page.locator("[data-phone-list] select")
    last = choices.last
    code = "ICU" if last.input_value() != "ICU" else "NIGHT"
    last.select_option(code)
    expect(page.locator(".phone-only [data-blocks-said]")).to_have_text(SAVED)
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])
    page.reload()
    expect(choices.last).to_have_value(code)


def test_rows_are_found_filtered_and_explained(sheet: Page) -> None:
    rows = sheet.locator("tr[data-resident]:visible")
    everybody = rows.count()
    sheet.locator("td[tabindex='0']").focus()
    sheet.keyboard.press("/")
    sheet.keyboard.type((row(sheet, 9).get_attribute("data-name") or "")[:6])
    sheet.keyboard.press("Enter")
    expect(row(sheet, 9)).to_be_visible()
    assert rows.count() < everybody
    sheet.get_by_role("searchbox", name="Find resident").fill("")
    sheet.get_by_label("PGY", exact=True).select_option("1")
    assert 0 < rows.count() < everybody
    sheet.locator("td[tabindex='0']").focus()
    sheet.keyboard.press("?")
    expect(sheet.get_by_role("dialog", name="Keys of the block schedule")).to_be_visible()
    assert violations(sheet) == []


def test_a_name_typed_before_the_script_came_is_looked_for(sheet: Page) -> None:
    name = row(sheet, 3).get_attribute("data-name")
    with arriving_late(sheet, sheet.url, "blocks_view*.js"):
        sheet.get_by_label("Find resident").fill(str(name))
    expect(sheet.locator("tr[data-resident]:visible")).to_have_count(1)
    expect(row(sheet, 3)).to_be_visible()
