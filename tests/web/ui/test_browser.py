"""The page in a real browser, at a real server: what a person does with it, by mouse, by keyboard, on a phone."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page
from tests.web.ui.chromium import Server, obstacles, opened, shows


def test_a_task_is_added_edited_completed_and_taken_back(page: Page) -> None:
    page.fill("#add-title", "Wind the clock")
    page.keyboard.press("Enter")
    shows(page, "Wind the clock")
    page.wait_for_function("() => document.querySelector('#add-title').value === ''")
    page.click("[data-edit]")
    page.fill(".editing input[name=title]", "Wind it")
    page.fill(".editing textarea", "twice a day")
    page.click(".editing button")
    shows(page, "Wind it")
    assert page.locator(".note").inner_text() == "twice a day"
    page.click(".check button")
    shows(page)
    assert "All hands at rest" in page.locator("#list").inner_text()
    page.click("#toast [data-undo]")
    shows(page, "Wind it")


def test_deleting_asks_and_can_be_undone(page: Page, server: Server) -> None:
    server.add("Wind the clock")
    shows(page, "Wind the clock")
    page.hover(".task")
    page.click("[data-delete]")
    assert page.locator("#confirm-text").inner_text() == "Put “Wind the clock” into the trash?"
    page.click("#confirm .quiet")
    page.wait_for_selector("#confirm", state="hidden")
    shows(page, "Wind the clock")
    page.click("[data-delete]")
    page.click("#confirm .danger")
    shows(page)
    page.goto(f"{server.url}/?state=deleted")
    page.get_by_role("button", name="Restore Wind the clock").click()
    shows(page)
    page.goto(server.url)
    shows(page, "Wind the clock")


def test_what_another_door_changes_shows_within_a_second_and_an_edit_goes_on(
    page: Page, server: Server
) -> None:
    server.add("Wind the clock", "Trim the lamps")
    shows(page, "Wind the clock", "Trim the lamps")
    page.locator("[data-edit]").first.click()
    page.fill(".editing input[name=title]", "half a thou")
    server.command("add", "From a terminal")
    page.wait_for_selector(".task:has-text('From a terminal')", timeout=1_500)
    assert page.input_value(".editing input[name=title]") == "half a thou"
    server.post("/tasks/2/complete")
    page.wait_for_selector(".task:has-text('Trim the lamps')", state="detached", timeout=1_500)
    assert page.input_value(".editing input[name=title]") == "half a thou"
    page.click(".editing [data-cancel]")
    shows(page, "Wind the clock", "From a terminal")


def test_everything_goes_by_keyboard_alone(page: Page, server: Server) -> None:
    keys = page.keyboard
    keys.press("n")
    keys.type("Wind the clock")
    keys.press("Enter")
    shows(page, "Wind the clock")
    keys.type("Trim the lamps")
    keys.press("Enter")
    shows(page, "Wind the clock", "Trim the lamps")
    keys.press("Escape")
    keys.press("j")
    keys.press("j")
    keys.press("d")
    shows(page, "Wind the clock")
    keys.press("u")
    shows(page, "Wind the clock", "Trim the lamps")


def test_a_task_is_edited_deleted_and_searched_by_keyboard(page: Page, server: Server) -> None:
    server.add("Wind the clock", "Trim the lamps")
    shows(page, "Wind the clock", "Trim the lamps")
    keys = page.keyboard
    keys.press("j")
    keys.press("e")
    page.wait_for_selector(".editing input[name=title]:focus")
    keys.press("End")
    keys.type(" twice")
    keys.press("Enter")
    page.wait_for_selector(".task:has-text('twice')")
    keys.press("j")
    keys.press("Delete")
    page.wait_for_selector("#confirm[open]")
    keys.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.task').length === 1")
    keys.press("/")
    keys.type("nothing like it")
    page.wait_for_selector("text=Nothing with “nothing like it”")
    keys.press("Escape")
    keys.press("?")
    assert page.locator("#help").is_visible()
    keys.press("Escape")
    assert not page.locator("#help").is_visible()


def test_the_history_takes_back_and_does_again(page: Page, server: Server) -> None:
    server.add("Wind the clock")
    page.goto(f"{server.url}/history")
    page.get_by_role("button", name="Undo change 1").click()
    page.wait_for_selector("#change-1.is-undone")
    page.get_by_role("button", name="Redo change 1").click()
    page.wait_for_selector("#change-3")
    assert "Redid change 1" in page.locator("#change-3").inner_text()
    server.add("Another")
    page.wait_for_selector("#change-4")


def test_the_chat_changes_the_list_and_its_card_takes_that_back(
    page: Page, server: Server
) -> None:
    page.fill("#chat-text", "add water the plants and call mum")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card", timeout=30_000)
    shows(page, "Water the plants", "Call mum")
    page.click(".card button")
    page.wait_for_selector(".card.is-undone")
    shows(page)
    page.reload()
    page.locator(".message .said").nth(1).wait_for()
    said = page.locator(".message .said").all_inner_texts()
    assert said == [
        "add water the plants and call mum",
        "Added #1 “Water the plants” and #2 “Call mum”.",
    ]
    page.click("[data-chat-new]")
    assert page.locator(".message").count() == 0


def test_a_phone_shows_all_of_it_and_the_chat_in_a_drawer(
    browser: Browser, server: Server
) -> None:
    server.add("A title that is long enough to be broken over several lines of a small screen")
    size = {"width": 360, "height": 740}
    for page in opened(browser, server, viewport=size, has_touch=True):
        for path in ("/", "/history", "/settings"):
            page.goto(server.url + path)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert (path, width) == (path, 360)
        page.goto(server.url)
        page.click("[data-chat-open]")
        page.wait_for_selector("#chat-text:focus")
        page.click("[data-chat-close]")
        page.wait_for_selector("#chat-text", state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_a_screen_reader(
    browser: Browser, server: Server, scheme: str
) -> None:
    server.add("Wind the clock", "Trim the lamps")
    server.post("/tasks/1/complete")
    for page in opened(browser, server, color_scheme=scheme, reduced_motion="reduce"):
        for path in ("/", "/?state=done", "/history", "/settings", "/tasks/2/edit", "/signin"):
            page.goto(server.url + path)
            assert (path, obstacles(page)) == (path, {})
        page.goto(f"{server.url}/settings")
        page.fill("#password", "a quiet watch tonight")
        page.get_by_role("button", name="Set the password").click()
        page.get_by_role("button", name="Sign out").wait_for()
        page.goto(f"{server.url}/signin")
        assert page.locator("#password").is_visible()
        assert obstacles(page) == {}


def test_a_reminder_shows_on_the_page_while_it_is_open(page: Page, server: Server) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=5)
    server.post(
        "/tasks", {"title": "Wind the clock", "reminders": [soon.isoformat(timespec="seconds")]}
    )
    page.wait_for_selector("#toast .toast:has-text('⏰ Wind the clock')", timeout=30_000)
    page.click("#toast [data-close]")
    assert page.locator("#toast .toast").count() == 0


def test_the_page_can_be_installed_as_an_application(page: Page) -> None:
    told = page.context.new_cdp_session(page)
    manifest = told.send("Page.getAppManifest")
    assert manifest["errors"] == []
    hindrances = told.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in hindrances] == ["in-incognito"], (
        "a test's browser is a private one"
    )
    for shortcut in json.loads(manifest["data"])["shortcuts"]:
        answer = page.goto(urljoin(page.url, shortcut["url"]))
        assert answer is not None
        assert answer.ok
