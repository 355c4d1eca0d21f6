"""The page of people, and joining by an invitation."""

import re

from starlette.testclient import TestClient
from tests.web.conftest import PASSWORD, Connect

from watchbill.services.bundle import Services
from watchbill.web.access import Access

OUTSIDE = Access(is_local=False)


def link_in(page: str) -> str:
    """The path of the whole address: a server goes by several names here."""
    return re.search(r'id="link">https?://[a-z.]+(/[^<]+)<', page)[1]  # type: ignore[index]


def test_an_owner_invites_and_somebody_new_joins(here: TestClient, connect: Connect):
    made = here.post("/people/invite", data={"role": "member", "note": "Kim"}).text
    link = link_in(made)
    assert link not in here.get("/people").text
    guest = connect(OUTSIDE, url="http://tasks.example.org")
    page = guest.get(link).text
    assert "You are invited to “Watchbill”, as member." in page
    refused = guest.post(link, data={"name": "owner", "password": PASSWORD})
    assert (refused.status_code, "The name owner is taken." in refused.text) == (422, True)
    assert 'value="owner"' in refused.text
    assert guest.post(link, data={"name": "Kim", "password": PASSWORD}).headers["location"] == "/"
    people = guest.get("/people").text
    assert "Kim (you)" in people
    assert "Invite somebody" not in people
    over = guest.get(link)
    assert (over.status_code, "used already" in over.text) == (401, True)
    again = guest.post(link, data={"name": "Lee", "password": PASSWORD})
    assert "This invitation doesn&#39;t hold" in again.text or "doesn't hold" in again.text


def test_with_several_people_each_signs_in_by_name(
    here: TestClient, connect: Connect, services: Services
):
    link = link_in(here.post("/people/invite", data={"role": "viewer"}).text)
    guest = connect(OUTSIDE, url="http://tasks.example.org")
    assert 'id="username"' not in guest.get("/signin").text
    guest.post(link, data={"name": "Kim", "password": PASSWORD})
    guest.post("/signout")
    page = guest.get("/signin").text
    assert '<label for="username">Name</label>' in page
    wrong = guest.post("/signin", data={"username": "Kim", "password": "wrong horse"})
    assert (wrong.status_code, "not the name and password" in wrong.text) == (401, True)
    guest.post("/signin", data={"username": "kim", "password": PASSWORD})
    assert "Kim (you)" in guest.get("/people").text


def test_who_is_signed_in_joins_as_that(here: TestClient, connect: Connect, services: Services):
    first = link_in(here.post("/people/invite", data={"role": "member"}).text)
    kim = connect(OUTSIDE, url="http://tasks.example.org")
    kim.post(first, data={"name": "Kim", "password": PASSWORD})
    kim.post("/people/workspace", data={"name": "Boat"})
    assert kim.post("/people/enter", data={"name": "Boat"}).headers["location"] == "/"
    link = link_in(kim.post("/people/invite", data={"role": "viewer"}).text)
    owner = connect(OUTSIDE, url="http://tasks.example.org")
    owner.cookies.set("watchbill_session", services.users.set_password(PASSWORD))
    assert "Join as owner" in owner.get(link).text
    assert owner.post(link, data={"as": "me"}).headers["location"] == "/"
    assert "owner (you)" in owner.get("/people").text
    assert "<td>Boat</td><td>viewer</td>" in re.sub(r">\s+<", "><", owner.get("/people").text)
    owner.cookies.clear()
    owner.cookies.set("watchbill_session", "over")
    fresh = link_in(kim.post("/people/invite", data={"role": "viewer"}).text)
    assert "Join as" not in owner.get(fresh).text


def test_what_an_owner_does_is_done(here: TestClient, connect: Connect):
    link = link_in(here.post("/people/invite", data={"role": "member"}).text)
    connect(OUTSIDE, url="http://x.example.org").post(
        link, data={"name": "Kim", "password": PASSWORD}
    )
    here.post("/people/role", data={"name": "Kim", "role": "viewer"})
    assert "<option selected>viewer</option>" in here.get("/people").text
    here.post("/people/rename", data={"name": "Flat"})
    assert "<td>Flat</td>" in here.get("/people").text
    here.post("/people/remove", data={"name": "Kim"})
    assert "Kim" not in here.get("/people").text
    refused = here.post("/people/remove", data={"name": "owner"})
    assert (refused.status_code, "last owner" in refused.text) == (409, True)
    refused = here.post("/people/invite", data={"role": "king"})
    assert (refused.status_code, "“king” is not a role." in refused.text) == (422, True)
    refused = here.post("/people/enter", data={"name": "nowhere"})
    assert (refused.status_code, "You have no workspace nowhere." in refused.text) == (404, True)
    assert here.post("/people/nothing").status_code == 404


def test_invitations_and_sessions_are_ended_on_the_page(
    here: TestClient, connect: Connect, services: Services
):
    here.post("/people/invite", data={"role": "member", "note": "for Kim"})
    page = here.get("/people").text
    id = re.search(
        r'action="/people/withdraw"><input type="hidden" name="id" value="([^"]+)"', page
    )
    assert id
    assert "for Kim" in page
    here.post("/people/withdraw", data={"id": id[1]})
    assert "for Kim" not in here.get("/people").text
    browser = connect(OUTSIDE, url="http://tasks.example.org")
    browser.cookies.set(
        "watchbill_session", services.users.set_password(PASSWORD, client="Browser")
    )
    page = browser.get("/people").text
    session = re.search(
        r'action="/people/session"><input type="hidden" name="id" value="([^"]+)"', page
    )
    assert session
    browser.post("/people/session", data={"id": session[1]})
    assert browser.get("/people").status_code == 401


def test_a_link_has_the_address_that_others_know(connect: Connect, services: Services):
    services.users.set_password(PASSWORD)
    owner = connect(Access(is_local=False, public_url="https://tasks.example.org"))
    owner.cookies.set("watchbill_session", services.users.sign_in(PASSWORD))
    page = owner.post("/people/invite", data={"role": "viewer"}).text
    assert 'id="link">https://tasks.example.org/invitation/' in page
