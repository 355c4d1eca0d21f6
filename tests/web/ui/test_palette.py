"""The command palette: one field that goes anywhere, by keyboard alone."""

from playwright.sync_api import Browser, Page
from tests.web.ui.chromium import Server, obstacles, opened, shows


def choose(page: Page, words: str, option: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to, find a task, or do").fill(words)
    page.locator("[role=option][aria-selected=true]", has_text=option).wait_for()
    page.keyboard.press("Enter")


def test_it_goes_to_pages_lists_and_tasks_by_keyboard_alone(page: Page, server: Server) -> None:
    server.add("Buy lamps", "Pay rent")
    server.post("/projects", {"name": "My Flat"})
    server.post("/tasks", {"title": "Paint", "project": "My Flat", "tags": ["home"]})
    server.post("/filters", {"name": "Weekend", "query": "tag:home"})
    for words, option, path in (
        ("peop", "People", "/people"),
        ("flat", "My Flat", "/?query=project%3A%22My+Flat%22"),
        ("tag home", "home", "/?query=tag%3A%22home%22"),
        ("weekend", "Weekend", "/?query=filter%3A%22Weekend%22"),
        ("lamp", "#1 Buy lamps", "/tasks/1"),
        ("freeze", "Freeze an agent", "/settings#agents"),
    ):
        choose(page, words, option)
        page.wait_for_url(f"{server.url}{path}")
    choose(page, "new task", "New task")
    page.wait_for_url(f"{server.url}/#add-title")
    page.locator("#add-title:focus").wait_for()


def test_arrows_choose_escape_leaves_and_the_focus_goes_back(page: Page, server: Server) -> None:
    server.add("One", "Two")
    shows(page, "One", "Two")
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Go to, find a task, or do")
    page.locator("[role=option]", has_text="Settings").wait_for()
    assert obstacles(page) == {}
    for key, option in (("ArrowDown", "Undo my last change"), ("ArrowUp", "New task")):
        page.keyboard.press(key)
        row = page.locator("[role=option][aria-selected=true]")
        assert option in row.inner_text()
        assert field.get_attribute("aria-activedescendant") == row.get_attribute("id")
    field.fill("nothing is called so")
    page.wait_for_function("() => !document.querySelector('[role=option]')")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.id === 'task-1'")


def test_it_undoes_and_helps_and_the_help_leads_to_it(page: Page, server: Server) -> None:
    server.add("One")
    shows(page, "One")
    choose(page, "undo", "Undo my last change")
    page.locator(".toast", has_text="Undid change 1").wait_for()
    shows(page)
    page.keyboard.press("u")
    page.locator(".toast", has_text="Undid change 2").wait_for()
    shows(page, "One")
    page.goto(f"{server.url}/settings")
    choose(page, "undo", "Undo my last change")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    page.locator(".toast", has_text="Undid change 4").wait_for()
    page.locator(".toast").get_by_role("button", name="Close this notice").click()
    assert page.locator(".toast").count() == 0
    page.goto(server.url)
    shows(page, "One")
    assert obstacles(page) == {}
    choose(page, "keyboard", "Keyboard help")
    page.locator("#help").get_by_role("button", name="Go to, find or do").click()
    page.get_by_role("combobox", name="Go to, find a task, or do").wait_for()


def test_a_phone_shows_it_in_the_dark(browser: Browser, server: Server) -> None:
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    for page in opened(browser, server, color_scheme="dark", **options):
        page.get_by_role("button", name="Go to, find or do").tap()
        page.get_by_role("option", name="Upcoming").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert obstacles(page) == {}
