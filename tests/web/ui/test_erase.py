"""Erasing from the trash: asked first, with a script and without, done for good, by a person alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles, shows

from watchbill.services.bundle import Services

API = "/api/v1"
SECRET = "Meet Zorblatt"
PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def site(here: TestClient) -> TestClient:
    """One task with a secret in the trash, and one that is open."""
    here.post(f"{API}/tasks", json={"items": [{"title": SECRET}, {"title": "Plain"}]})
    here.delete(f"{API}/tasks/1")
    return here


def everything(site: TestClient) -> str:
    places = ("/?state=deleted", "/history", "/history?task=%231", f"{API}/changes")
    return " ".join(site.get(place).text for place in places)


def test_without_a_script_a_page_asks_first(site: TestClient) -> None:
    row = site.get("/?state=deleted").text
    assert '<form action="/tasks/1/erase"' in row
    asked = site.get("/tasks/1/erase").text
    assert f"Erase “{SECRET}” for good?" in asked
    assert "can't be undone" in asked.replace("&#39;", "'")
    assert SECRET in everything(site)
    answer = site.post("/tasks/1/erase")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?state=deleted")
    assert SECRET not in everything(site)
    assert "/tasks/1/erase" not in site.get("/?state=deleted").text


def test_a_script_gets_the_trash_and_a_notice_without_undo(site: TestClient) -> None:
    answer = site.post("/tasks/1/erase", headers=PARTIAL)
    assert "Erased the texts of #1 for good." in answer.text
    assert "data-undo" not in answer.text
    assert "[erased]" in answer.text
    assert SECRET not in answer.text


def test_a_look_says_what_goes_and_that_it_goes_for_good(site: TestClient) -> None:
    look = site.post("/tasks/1/erase", data={"preview": "on"}, headers=PARTIAL).text
    assert f"<del>{SECRET}</del> → <ins>[erased]</ins>" in look
    assert "can&#39;t be undone" in look
    assert "data-back autofocus>Back</button>" in look
    assert SECRET in everything(site)


@pytest.mark.parametrize(("ref", "status"), [("2", 409), ("9", 404)])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_only_what_is_in_the_trash_is_erased(
    site: TestClient, verb: str, ref: str, status: int
) -> None:
    assert site.request(verb, f"/tasks/{ref}/erase").status_code == status
    assert SECRET in everything(site)


def test_what_is_erased_is_not_erased_again(site: TestClient) -> None:
    site.post("/tasks/1/erase")
    assert "erased already" in site.get("/tasks/1/erase").text


def test_a_program_does_not_erase_here(site: TestClient, services: Services) -> None:
    made: Any = site.post(f"{API}/tokens", json={"name": "robot", "scopes": ["tasks:read"]})
    [secret] = re.findall(r'"(wb_[^"]+)"', made.text)
    answer = site.post("/tasks/1/erase", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert SECRET in everything(site)


def test_a_person_is_asked_in_a_dialog_and_enter_keeps_it(page: Page, server: Server) -> None:
    server.add(SECRET, "Plain")
    shows(page, SECRET, "Plain")
    page.locator("#task-1").hover()
    page.get_by_label(f"Delete {SECRET}").click()
    page.wait_for_selector("text=It can be restored from there, or undone.")
    page.locator("#confirm-yes").click()
    shows(page, "Plain")
    page.get_by_role("link", name="Trash").click()
    page.locator("#task-1").hover()
    page.get_by_label(f"Erase {SECRET}").click()
    page.wait_for_selector("text=This can't be undone, by anyone.")
    assert obstacles(page) == {}
    page.keyboard.press("Enter")
    page.wait_for_selector("#confirm", state="hidden")
    shows(page, SECRET)
    page.locator("#task-1").hover()
    page.get_by_label(f"Erase {SECRET}").click()
    page.get_by_role("button", name="Erase for good").click()
    page.wait_for_selector("text=Erased the texts of #1 for good.")
    shows(page, "[erased]")
