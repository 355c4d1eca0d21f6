"""Looking first, in a real browser: by a button, by Shift with a click or a key, in a dialog over what was typed."""

from playwright.sync_api import Page
from tests.web.ui.chromium import Server, obstacles, shows

OPEN = "#preview[open]"


def said(page: Page) -> str:
    page.wait_for_selector(OPEN)
    return " ".join(page.inner_text("#preview").split())


def back(page: Page) -> None:
    page.click("#preview [data-back]")
    page.wait_for_selector("#preview", state="hidden")


def do_it(page: Page) -> None:
    page.get_by_role("button", name="Do it").click()
    page.wait_for_selector("#preview", state="hidden")


def test_what_is_typed_is_looked_at_kept_and_then_done(page: Page, server: Server) -> None:
    preview = page.get_by_role("button", name="Preview", exact=True)
    assert preview.is_hidden()
    page.fill("#add-title", "Call mum tomorrow p1")
    preview.click()
    assert "Added #1 “Call mum”, due" in said(page)
    assert obstacles(page) == {}
    back(page)
    assert page.input_value("#add-title") == "Call mum tomorrow p1"
    page.keyboard.press("Shift+Enter")
    assert "priority: 1" in said(page)
    do_it(page)
    shows(page, "Call mum")
    assert page.input_value("#add-title") == ""
    page.locator("#task-1").get_by_label("Edit Call mum").click()
    page.fill(".editing [name=title]", "Call Kim")
    page.locator(".editing").get_by_role("button", name="Preview").click()
    assert "title: Call mum → Call Kim" in said(page)
    do_it(page)
    shows(page, "Call Kim")
    assert page.locator(".editing").count() == 0


def test_one_click_is_looked_at_with_shift_and_deleting_when_it_asks(
    page: Page, server: Server
) -> None:
    server.add("Rent", "Milk", "Lamps")
    shows(page, "Rent", "Milk", "Lamps")
    page.get_by_label("Complete Milk").click(modifiers=["Shift"])
    assert "Milk state: open → done" in said(page)
    server.add("Oil")
    shows(page, "Rent", "Milk", "Lamps", "Oil")
    page.keyboard.press("Enter")
    shows(page, "Rent", "Lamps", "Oil")
    for key, words in (("D", "Completed"), ("T", "due: nothing →"), ("Shift+Delete", "Deleted")):
        page.locator("#task-1").focus()
        page.keyboard.press(key)
        assert f"{words}" in said(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("#preview", state="hidden")
    page.keyboard.press("Delete")
    page.click("#confirm-look")
    assert "Rent state: on the list → in the trash" in said(page)
    do_it(page)
    shows(page, "Lamps", "Oil")
    page.keyboard.press("A")
    page.get_by_label("Preview first").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    assert "Deleted #3 “Lamps” and #4 “Oil”" in said(page)
    do_it(page)
    shows(page)
    assert page.locator("#bulk").is_hidden()


def test_a_draft_stays_until_it_is_done(page: Page, server: Server) -> None:
    server.add("Rent")
    page.goto(f"{server.url}/tasks/1")
    page.fill("#comment", "Ask Kim")
    page.locator("#add-comment").get_by_role("button", name="Preview").click()
    assert "text: Ask Kim" in said(page)
    server.command("edit", "1", "--title", "Pay the rent")
    page.wait_for_selector("h1:has-text('Pay the rent')")
    back(page)
    assert page.input_value("#comment") == "Ask Kim"
    page.locator("#add-comment").get_by_role("button", name="Preview").click()
    said(page)
    do_it(page)
    page.wait_for_selector(".comment:has-text('Ask Kim')")
    assert page.input_value("#comment") == ""
