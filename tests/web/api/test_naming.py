"""REST: projects, tags, comments and saved filters, as a program sees them."""

from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from tests.conftest import Clock

from watchbill.services.bundle import Services

API = "/api/v1"
TASKS = f"{API}/tasks"

NOUNS = {
    "project": (f"{API}/projects", {"name": "Work"}, {"name": "Job"}),
    "tag": (f"{API}/tags", {"name": "urgent"}, {"name": "now"}),
    "filter": (f"{API}/filters", {"name": "Soon", "query": "p1"}, {"name": "Later"}),
}


@pytest.fixture
def milk(here: TestClient) -> dict:
    return here.post(TASKS, json={"title": "Milk"}).json()["tasks"][0]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_thing_is_added_shown_changed_deleted_and_all_of_it_undone(here: TestClient, noun: str):
    place, given, patch = NOUNS[noun]
    added = here.post(place, json=given)
    made = added.json()["subject"]
    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    assert (made["noun"], made["name"], made["version"]) == (noun, given["name"], 1)
    shown = here.get(f"{place}/{given['name'].lower()}")
    assert (shown.json(), shown.headers["ETag"]) == (made, '"1"')
    assert here.get(f"{place}/{made['id']}").json() == made
    fresh = here.get(f"{place}/{given['name']}", headers={"If-None-Match": '"1"'})
    assert (fresh.status_code, fresh.content) == (304, b"")

    changed = here.patch(f"{place}/{given['name']}", json=patch).json()
    assert (changed["change"], changed["subject"]["name"]) == (2, patch["name"])
    assert changed["fields"] == [
        {
            "noun": noun,
            "task": None,
            "id": made["id"],
            "field": "name",
            "old": given["name"],
            "new": patch["name"],
        }
    ]
    deleted = here.delete(f"{place}/{patch['name']}").json()
    assert (deleted["sentence"], deleted["subject"]) == (
        f"Deleted the {noun} “{patch['name']}”",
        None,
    )
    gone = here.get(f"{place}/{patch['name']}")
    assert (gone.status_code, gone.json()["code"]) == (404, f"{noun.upper()}_NOT_FOUND")
    for number in (3, 2):
        here.post(f"{API}/changes/{number}/undo")
    assert here.get(f"{place}/{given['name']}").json()["id"] == made["id"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_write_can_be_looked_at_first_and_is_done_once(
    here: TestClient, services: Services, noun: str
):
    place, given, _ = NOUNS[noun]
    seen = here.post(f"{place}?preview=true", json=given)
    assert (seen.status_code, seen.json()["change"], seen.json()["preview"]) == (200, None, True)
    assert services.journal.last_change("default") == 0
    headers = {"Idempotency-Key": "k1"}
    first = here.post(place, json=given, headers=headers).json()
    again = here.post(place, json=given, headers=headers).json()
    assert again == {**first, "repeated": True}
    taken = here.post(place, json=given)
    assert (taken.status_code, taken.json()["code"]) == (409, "CONFLICT")


@pytest.mark.parametrize("noun", [*NOUNS, "comment"])
def test_a_write_bound_to_an_older_version_of_any_thing_fails_with_the_difference(
    here: TestClient, services: Services, noun: str
):
    place, given, patch = NOUNS.get(noun, (f"{API}/comments", {"text": "one"}, {"text": "two"}))
    here.post(TASKS, json={"title": "Milk"})
    [field] = patch
    add = f"{TASKS}/1/comments" if noun == "comment" else place
    made = here.post(add, json=given)
    first = {"If-Match": made.headers["ETag"]}
    one = f"{place}/{made.json()['subject']['id']}"
    bound = here.patch(one, json=patch, headers=first)
    assert (bound.status_code, bound.json()["subject"][field]) == (200, patch[field])
    last = services.journal.last_change("default")
    for stale in (
        here.patch(one, json={field: "three"}, headers=first),
        here.delete(one, headers=first),
    ):
        body = stale.json()
        assert (stale.status_code, body["code"]) == (412, "CONFLICT")
        assert body["details"]["version"] == last
        assert body["details"]["current"][field] == patch[field]
        [difference] = body["details"]["differences"]
        yours = difference.pop("yours")
        assert yours == ("three" if stale.request.method == "PATCH" else None)
        assert difference == {
            "field": field,
            "theirs": patch[field],
            "change": last,
            "actor": body["details"]["differences"][0]["actor"],
        }
    assert services.journal.last_change("default") == last
    early = here.delete(one, headers={"If-Match": '"99"'})
    assert (early.status_code, early.json()["code"]) == (422, "INVALID_VERSION")
    fresh = here.delete(one, headers={"If-Match": bound.headers["ETag"]})
    assert fresh.status_code == 200
    assert services.journal.last_change("default") == last + 1


@pytest.mark.parametrize("noun", ["project", "tag"])
def test_edits_of_different_fields_meet_whatever_they_were_based_on(here: TestClient, noun: str):
    place, given, patch = NOUNS[noun]
    made = here.post(place, json=given)
    one = f"{place}/{made.json()['subject']['id']}"
    first = {"If-Match": made.headers["ETag"]}
    here.patch(one, json={"colour": "#ffffff"}, headers=first)
    both = here.patch(one, json=patch, headers=first).json()["subject"]
    assert (both["name"], both["colour"]) == (patch["name"], "#ffffff")


def test_to_delete_a_task_one_has_to_know_all_of_it(here: TestClient, milk: dict):
    first = {"If-Match": f'"{milk["version"]}"'}
    here.patch(f"{TASKS}/1", json={"place": "first"})
    here.post(f"{TASKS}/1/comments", json={"text": "said"})
    assert here.post(f"{TASKS}/1/complete", headers=first).status_code == 200
    here.post(f"{TASKS}/1/reopen")
    here.patch(f"{TASKS}/1", json={"title": "Oat milk"})
    refused = here.delete(f"{TASKS}/1", headers=first)
    assert refused.status_code == 412
    fields = {one["field"] for one in refused.json()["details"]["differences"]}
    assert fields == {"title", "completed_at"}
    fresh = {"If-Match": here.get(f"{TASKS}/1").headers["ETag"]}
    assert here.delete(f"{TASKS}/1", headers=fresh).status_code == 200


@pytest.mark.parametrize(
    ("place", "body", "code"),
    [
        ("projects", {}, "INVALID_NAME"),
        ("projects", {"name": " "}, "INVALID_NAME"),
        ("projects", {"name": "Inbox"}, "INVALID_NAME"),
        ("projects", {"name": "Work", "colour": "red"}, "INVALID_COLOUR"),
        ("projects", {"title": "Work"}, "UNKNOWN_ARGUMENT"),
        ("tags", {"name": "a,b"}, "INVALID_NAME"),
        ("filters", {"name": "Soon"}, "INVALID_QUERY"),
        ("filters", {"name": "Soon", "query": "due:tomorow"}, "INVALID_QUERY"),
    ],
)
def test_what_cant_be_added_is_refused_and_nothing_is_written(
    here: TestClient, services: Services, place: str, body: dict, code: str
):
    answer = here.post(f"{API}/{place}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert services.journal.last_change("default") == 0


def test_a_mistake_in_a_filter_is_told_with_its_place(here: TestClient):
    answer = here.get(TASKS, params={"query": "p1 due:tomorow"}).json()
    assert answer["code"] == "INVALID_QUERY"
    assert answer["details"]["position"] == 3


def test_the_overview_counts_by_the_callers_day(here: TestClient, clock: Clock):
    here.post(f"{API}/projects", json={"name": "Work", "colour": "#1E90FF"})
    items = [
        {"title": "Late", "project": "Work", "due": "2026-11-23", "tags": ["a"]},
        {"title": "Now", "project": "Work", "due": "2026-11-24", "tags": ["a", "b"]},
        {"title": "Free"},
    ]
    here.post(TASKS, json={"items": items})
    overview = here.get(f"{API}/overview")
    body = overview.json()
    assert body["inbox"] == {"open": 1, "overdue": 0, "today": 0}
    assert [(p["name"], p["colour"], p["count"]) for p in body["projects"]] == [
        ("Work", "#1e90ff", {"open": 2, "overdue": 1, "today": 1})
    ]
    assert [(t["name"], t["count"]["open"]) for t in body["tags"]] == [("a", 2), ("b", 1)]
    assert here.get(f"{API}/projects").json() == {k: body[k] for k in ("inbox", "projects")}
    assert here.get(f"{API}/tags").json() == {"tags": body["tags"]}

    headers = {"If-None-Match": overview.headers["ETag"]}
    for place in ("overview", "projects", "tags"):
        assert here.get(f"{API}/{place}", headers=headers).status_code == 304
    clock.now = clock.now.replace(day=25)
    tomorrow = here.get(f"{API}/overview", headers=headers).json()
    assert tomorrow["projects"][0]["count"] == {"open": 2, "overdue": 2, "today": 0}


def test_a_list_that_asks_for_today_is_another_one_tomorrow(here: TestClient, clock: Clock):
    here.post(TASKS, json={"title": "Now", "due": "2026-11-24"})
    query = {"query": "due:today"}
    today = here.get(TASKS, params=query)
    headers = {"If-None-Match": today.headers["ETag"]}
    assert here.get(TASKS, params=query, headers=headers).status_code == 304
    clock.now = clock.now.replace(day=25)
    tomorrow = here.get(TASKS, params=query, headers=headers).json()
    assert (len(today.json()["tasks"]), tomorrow["tasks"]) == (1, [])


def test_projects_are_put_in_order_archived_and_lose_their_colour(here: TestClient):
    for name in ("a", "b/c", "d"):
        here.post(f"{API}/projects", json={"name": name, "colour": "#ffffff"})

    def names(query: str = "") -> list[str]:
        return [p["name"] for p in here.get(f"{API}/projects{query}").json()["projects"]]

    assert here.patch(f"{API}/projects/d", json={"after": "Inbox"}).json()["change"] == 4
    assert names() == ["d", "a", "b/c"]
    patch = {"archived": True, "colour": None}
    archived = here.patch(f"{API}/projects/b%2Fc", json=patch).json()["subject"]
    assert (archived["archived"], archived["colour"]) == (True, None)
    assert (names(), names("?archived=true")) == (["d", "a"], ["d", "a", "b/c"])
    assert here.patch(f"{API}/projects/d", json={}).json()["code"] == "INVALID_PATCH"


def test_a_tag_is_renamed_on_its_tasks_and_archived(here: TestClient, milk: dict):
    here.patch(f"{TASKS}/1", json={"add_tags": ["shop"]})
    here.patch(f"{API}/tags/shop", json={"name": "market", "colour": "#abcdef"})
    assert here.get(f"{TASKS}/{milk['ref']}").json()["tags"] == ["market"]
    here.patch(f"{API}/tags/market", json={"archived": True, "colour": None})
    assert here.get(f"{API}/tags").json() == {"tags": []}
    [tag] = here.get(f"{API}/tags?archived=true").json()["tags"]
    assert (tag["name"], tag["archived"], tag["colour"]) == ("market", True, None)


def test_a_project_that_goes_takes_its_tasks_to_the_trash_and_undo_brings_all_back(
    here: TestClient,
):
    here.post(f"{API}/projects", json={"name": "Work"})
    here.post(TASKS, json={"title": "Report", "project": "Work"})
    gone = here.delete(f"{API}/projects/Work").json()
    assert gone["sentence"] == "Deleted the project “Work” and its 1 task"
    assert here.get(f"{TASKS}/1").json()["state"] == "deleted"
    here.post(gone["undo"]["href"])
    assert here.get(f"{TASKS}/1").json()["project"] == "Work"


def test_a_saved_filter_says_where_its_tasks_are(here: TestClient):
    here.post(TASKS, json={"items": [{"title": "Now", "priority": 1}, {"title": "Then"}]})
    made = here.post(f"{API}/filters", json={"name": "To do: now", "query": "p1"}).json()
    assert [t["title"] for t in here.get(made["subject"]["tasks"]).json()["tasks"]] == ["Now"]
    here.patch(f"{API}/filters/{quote('to do: now')}", json={"query": "p4"})
    assert [t["title"] for t in here.get(made["subject"]["tasks"]).json()["tasks"]] == ["Then"]
    listed = here.get(f"{API}/filters")
    assert [f["query"] for f in listed.json()["filters"]] == ["p4"]
    headers = {"If-None-Match": listed.headers["ETag"]}
    assert here.get(f"{API}/filters", headers=headers).status_code == 304


def test_comments_are_said_changed_and_taken_away(
    here: TestClient, milk: dict, bearer: dict[str, str]
):
    said = here.post(f"{TASKS}/1/comments", json={"text": " Oat? "})
    comment = said.json()["subject"]
    assert (said.status_code, said.json()["sentence"]) == (201, "Commented on #1 “Milk”")
    assert (comment["text"], comment["author"], comment["task_id"]) == (
        "Oat?",
        "user:owner",
        milk["id"],
    )
    here.post(f"{TASKS}/milk/comments", json={"text": "Yes"}, headers=bearer)
    listed = here.get(f"{TASKS}/1/comments")
    assert [(c["text"], c["author"]) for c in listed.json()["comments"]] == [
        ("Oat?", "user:owner"),
        ("Yes", "token:robot"),
    ]
    fresh = here.get(f"{TASKS}/1/comments", headers={"If-None-Match": listed.headers["ETag"]})
    assert fresh.status_code == 304
    place = f"{API}/comments/{comment['id']}"
    assert here.patch(place, json={"text": "Soy?"}).json()["subject"]["text"] == "Soy?"
    refused = here.patch(place, json={"text": "No"}, headers=bearer)
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
    assert here.delete(place).json()["sentence"] == "Deleted a comment on #1 “Milk”"
    assert len(here.get(f"{TASKS}/1/comments").json()["comments"]) == 1
    assert here.get(f"{TASKS}/7/comments").json()["code"] == "TASK_NOT_FOUND"


def test_who_may_only_read_sees_all_and_changes_nothing(here: TestClient, services: Services):
    owner = services.users.owner()
    _, text = services.tokens.create(owner, "reader", ["tasks:read"])
    headers = {"Authorization": f"Bearer {text}"}
    for place, given, _ in NOUNS.values():
        assert here.get(place, headers=headers).status_code == 200
        refused = here.post(place, json=given, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("place", "cost"),
    [("overview", 6), ("projects", 6), ("tags", 6), ("filters", 3), ("tasks/1/comments", 4)],
)
def test_a_list_costs_the_same_queries_however_long_it_is(
    here: TestClient, queries: list[str], place: str, cost: int, count: int
):
    here.post(TASKS, json={"title": "Milk"})
    for n in range(count):
        here.post(f"{API}/projects", json={"name": str(n)})
        here.post(f"{API}/tags", json={"name": str(n)})
        here.post(f"{API}/filters", json={"name": str(n), "query": "p1"})
        here.post(f"{TASKS}/1/comments", json={"text": str(n)})
        here.post(TASKS, json={"title": str(n), "project": str(n), "tags": [str(n)]})
    queries.clear()
    answer = here.get(f"{API}/{place}").json()
    assert {len(rows) for rows in answer.values() if isinstance(rows, list)} == {count}
    assert len(queries) == cost


def test_every_answer_is_as_described(here: TestClient, milk: dict):
    assert milk["ref"] == 1
    document = here.get(f"{API}/openapi.json").json()
    project = here.post(f"{API}/projects", json={"name": "Work"})
    tag = here.post(f"{API}/tags", json={"name": "now"})
    filter = here.post(f"{API}/filters", json={"name": "Soon", "query": "p1"})
    comment = here.post(f"{TASKS}/1/comments", json={"text": "Oat?"})
    answers = [
        *(("Receipt", answer.json()) for answer in (project, tag, filter, comment)),
        ("Project", project.json()["subject"]),
        ("Tag", tag.json()["subject"]),
        ("SavedFilter", filter.json()["subject"]),
        ("Comment", comment.json()["subject"]),
        ("Overview", here.get(f"{API}/overview").json()),
        ("ProjectList", here.get(f"{API}/projects").json()),
        ("TagList", here.get(f"{API}/tags").json()),
        ("SavedFilterList", here.get(f"{API}/filters").json()),
        ("CommentList", here.get(f"{TASKS}/1/comments").json()),
    ]
    for name, answer in answers:
        schema = {**document, "$ref": f"#/components/schemas/{name}"}
        assert list(Draft202012Validator(schema).iter_errors(answer)) == []
        assert sorted(answer) == sorted(document["components"]["schemas"][name]["properties"])
