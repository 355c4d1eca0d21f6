"""The chat and the add field in a real browser: cards, replies, earlier conversations, a model that fails, chips."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.assistant.endpoint import Endpoint, Step
from tests.web.live import serving
from tests.web.ui.chromium import Server, obstacles, opened, shows

SLOW = 30_000
"""The assistant's first turn loads its parts."""


def say(page: Page, text: str) -> str:
    """The answer."""
    before = page.locator(".from-assistant").count()
    page.fill("#chat-text", text)
    page.keyboard.press("Enter")
    return answer(page, before)


def answer(page: Page, before: int) -> str:
    """The words of the next answer, when it is whole."""
    page.wait_for_function(
        "n => document.querySelectorAll('.from-assistant').length > n"
        " && !document.querySelector('#chat.is-busy')",
        arg=before,
        timeout=SLOW,
    )
    return page.locator(".from-assistant .said").last.inner_text()


def test_a_card_is_undone_and_redone_and_knows_it_after_a_reload(page: Page) -> None:
    say(page, "add wind the clock")
    shows(page, "Wind the clock")
    page.get_by_role("button", name="Undo change 1").click()
    shows(page)
    page.reload()
    page.wait_for_selector(".card.is-undone")
    page.get_by_role("button", name="Redo change 1").click()
    shows(page, "Wind the clock")
    assert page.locator(".card-verb").inner_text() == "Added"


def test_what_one_sentence_did_is_one_card_with_one_undo(page: Page, server: Server) -> None:
    server.add("Pay the rent", "Call the dentist")
    said = say(page, "add buy milk, complete the rent and tag the dentist with health")
    assert said.split("\n")[:2] == ["Added #3 “Buy milk”.", "Done: #1 “Pay the rent”."]
    shows(page, "Call the dentist", "Buy milk")
    assert page.locator(".card").count() == 1
    assert page.locator(".card-verb").inner_text() == "One change"
    titles = page.locator(".card .card-title").all_inner_texts()
    assert titles == ["Buy milk", "Pay the rent", "Call the dentist"]
    page.get_by_role("button", name="Undo change 2").click()
    shows(page, "Pay the rent", "Call the dentist")


def test_a_question_is_answered_with_a_click(page: Page) -> None:
    say(page, "add call mum and call dad")
    say(page, "I finished the call")
    before = page.locator(".from-assistant").count()
    page.get_by_role("button", name="#2 Call dad", exact=True).click()
    assert answer(page, before) == "Done: #2 “Call dad”."
    assert page.locator(".replies").count() == 0
    shows(page, "Call mum")


def test_the_card_asks_and_a_click_deletes_keeps_and_undoes(page: Page, server: Server) -> None:
    server.add("Wind the clock", "Feed the cat")
    assert say(page, "delete the clock") == "Delete #1 “Wind the clock”?"
    shows(page, "Wind the clock", "Feed the cat")
    page.get_by_role("button", name="Delete", exact=True).click()
    shows(page, "Feed the cat")
    assert page.locator(".card-verb").inner_text() == "Deleted"
    page.reload()
    page.wait_for_selector(".card-verb:has-text('Deleted')")
    page.get_by_role("button", name="Undo change 2").click()
    shows(page, "Wind the clock", "Feed the cat")
    say(page, "delete the cat")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_selector(".card-verb:has-text('Declined')")
    assert page.locator(".decision").count() == 0
    shows(page, "Wind the clock", "Feed the cat")


def test_some_of_what_the_card_asks_is_accepted_and_the_rest_left(
    page: Page, server: Server
) -> None:
    server.add("Wind the clock", "Feed the cat", "Water the fern")
    say(page, "delete the clock and the cat and the fern")
    page.get_by_label("#2 Feed the cat").uncheck()
    assert "is unticked" in say(page, "yes")
    shows(page, "Wind the clock", "Feed the cat", "Water the fern")
    page.get_by_role("button", name="Delete", exact=True).click()
    shows(page, "Feed the cat")
    for _ in ("then", "after a reload"):
        page.wait_for_selector(".card-verb:has-text('Deleted')")
        assert page.locator(".card .is-left").inner_text() == "#2 Feed the cat\nleft as it is"
        assert page.locator(".card input").count() == 0
        page.reload()
    page.get_by_role("button", name="Undo change 2").click()
    shows(page, "Wind the clock", "Feed the cat", "Water the fern")


def test_a_card_of_which_nothing_is_ticked_accepts_nothing(page: Page, server: Server) -> None:
    server.add("Wind the clock", "Feed the cat")
    say(page, "delete the clock and the cat")
    for title in ("#1 Wind the clock", "#2 Feed the cat"):
        page.get_by_label(title).uncheck()
    assert page.get_by_role("button", name="Delete", exact=True).is_disabled()
    assert obstacles(page) == {}
    page.get_by_label("#1 Wind the clock").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    shows(page, "Feed the cat")


def test_a_kept_conversation_opens_at_its_end_and_says_days_in_short(page: Page) -> None:
    say(page, "add wind the clock on 2031-12-01")
    say(page, "move it to 2031-12-02")
    say(page, "delete it")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.reload()
    page.wait_for_selector(".decision")
    assert page.locator(".shift").inner_text() == "due: Mon 1 Dec 2031 → Tue 2 Dec 2031"
    page.wait_for_function(
        "() => { const log = document.querySelector('.chat-log');"
        " return log.scrollHeight - log.scrollTop - log.clientHeight < 2; }"
    )


def test_a_yes_in_words_settles_the_card_and_a_yes_on_an_old_page_does_not(
    page: Page, server: Server
) -> None:
    server.add("Wind the clock", "Feed the cat")
    say(page, "delete the clock")
    assert obstacles(page) == {}
    assert say(page, "yes") == "Deleted #1 “Wind the clock”."
    shows(page, "Feed the cat")
    page.wait_for_selector(".card-verb:has-text('Deleted')")
    assert page.locator(".card").count() == 1
    say(page, "delete the cat")
    page.evaluate(
        """async () => {
            const id = localStorage.getItem("watchbill.conversation");
            const headers = {"Content-Type": "application/json"};
            const body = JSON.stringify({text: "delete everything"});
            await (await fetch(`/api/v1/conversations/${id}/messages`, {method: "POST", headers, body})).text();
        }"""
    )
    assert (
        say(page, "yes") == "Something else is asked by now, so I did nothing. Answer on the card."
    )
    shows(page, "Feed the cat")


def test_what_a_title_holds_is_shown_and_loads_nothing(page: Page, server: Server) -> None:
    server.add("**Bold** ![x](http://127.0.0.1:9/x.png) [here](http://127.0.0.1:9/) <img src=x>")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said = say(page, "what's on my list?")
    assert "<img src=x>" in said
    link = page.locator(".said a:has-text('here')")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert page.locator(".said img").count() == 0
    assert page.locator(".said strong").inner_text() == "Bold"
    assert [url for url in asked if not url.startswith(server.url)] == []


def test_earlier_conversations_are_searched_renamed_opened_and_deleted(page: Page) -> None:
    say(page, "add wind the clock")
    page.click("[data-chat-new]")
    say(page, "hello")
    page.click("[data-talks-open]")
    page.wait_for_selector("#talks li:nth-child(2)")
    page.fill("#talks-search", "clock")
    page.wait_for_function("() => document.querySelectorAll('#talks li').length === 1")
    rename = page.get_by_role("button", name="Rename the conversation")
    rename.click()
    page.keyboard.type("Never")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="add wind the clock", exact=True).wait_for()
    rename.click()
    page.keyboard.type("The clock")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="The clock", exact=True).click()
    page.wait_for_selector(".card")
    page.click("[data-talks-open]")
    assert obstacles(page) == {}
    page.get_by_role("button", name="Delete the conversation The clock").click()
    page.wait_for_selector(".chat-empty")
    page.fill("#talks-search", "clock")
    page.wait_for_selector("text=Nothing like that was said.")
    page.keyboard.press("Escape")
    assert page.locator("#talks").is_hidden()
    shows(page, "Wind the clock")


@pytest.fixture
def model(page: Page) -> Iterator[list[Step]]:
    """The steps of a language model that the owner chose; the test adds them."""
    steps: list[Step] = []
    endpoint = Endpoint()
    endpoint._rest = steps  # noqa: SLF001 -- filled while it serves
    with serving(endpoint.application()) as url:
        page.evaluate(
            "url => fetch('/api/v1/model', {method: 'PUT', body: JSON.stringify({url}),"
            " headers: {'Content-Type': 'application/json'}})",
            f"{url}/v1",
        )
        yield steps


def test_what_failed_is_tried_again_with_a_click(page: Page, model: list[Step]) -> None:
    model += [500, "Ahoy!"]
    assert "The language model is not answering." in say(page, "ahoy")
    before = page.locator(".from-assistant").count()
    page.get_by_role("button", name="Try again").click()
    assert answer(page, before) == "Ahoy!"
    page.reload()
    page.wait_for_selector(".is-failed")
    assert page.locator(".retry").count() == 0


def test_stop_stops_the_model(page: Page, model: list[Step]) -> None:
    model += [None]
    page.fill("#chat-text", "ahoy")
    page.keyboard.press("Enter")
    page.click("[data-chat-stop]", timeout=SLOW)
    page.wait_for_function("() => !document.querySelector('#chat.is-busy')", timeout=SLOW)
    page.reload()
    page.locator(".from-assistant .said").wait_for()
    assert page.locator(".from-assistant .said").inner_text() == "Stopped."


def test_an_answer_that_is_being_made_is_waited_for_after_a_reload(
    page: Page, model: list[Step]
) -> None:
    model += ["Ahoy!"]
    say(page, "ahoy")
    model[:] = [None]
    page.fill("#chat-text", "and again")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chat.is-busy")
    threading.Event().wait(0.3)  # the message has to be on its way
    page.reload()
    page.wait_for_selector("#chat.is-busy .is-working")
    page.click("[data-chat-stop]")
    page.wait_for_selector(".said:has-text('Stopped.')")


def test_the_chat_stands_in_no_screen_readers_way(page: Page) -> None:
    say(page, "add call mum and call dad")
    say(page, "I finished the call")
    page.click("[data-talks-open]")
    page.wait_for_selector("#talks li")
    assert obstacles(page) == {}


def test_chips_show_what_is_understood_and_one_click_unmakes_it(page: Page) -> None:
    page.fill("#add-title", "📦 Read the report tomorrow p1 #work")
    chips = page.locator(".chips button")
    page.wait_for_selector(".chips .is-tag")
    assert page.locator(".chips .is-tag").get_attribute("aria-label") == (
        "tag work. Keep “#work” as plain words"
    )
    page.locator(".chips .is-priority").click()
    page.wait_for_selector(".chips .is-priority", state="detached")
    assert page.input_value("#add-title").endswith('tomorrow "p1" #work')
    assert page.evaluate("document.activeElement.id") == "add-title"
    assert obstacles(page) == {}
    page.keyboard.press("Enter")
    shows(page, "📦 Read the report p1")
    page.wait_for_function("() => document.querySelector('.chips').hidden")
    assert chips.count() == 0


def test_chips_go_by_keyboard_alone(page: Page) -> None:
    keys = page.keyboard
    keys.press("n")
    keys.type("Buy milk tomorrow #home")
    page.wait_for_selector(".chips .is-tag")
    heard = page.locator("#announcer").inner_text()
    assert heard.startswith("Understood: due ")
    assert heard.endswith("tag home")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("ArrowLeft")
    keys.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "add-title"
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_selector(".chips .is-due", state="detached")
    assert page.input_value("#add-title") == 'Buy milk "tomorrow" #home'
    keys.press("Enter")
    shows(page, "Buy milk tomorrow")


def test_what_is_spoken_is_written_into_the_field_and_waits_to_be_sent(
    browser: Browser, server: Server
) -> None:
    """With a listener that hears two words: this machine's browser has no service that listens."""
    for page in opened(browser, server):
        page.add_init_script(
            """window.SpeechRecognition = class extends EventTarget {
                start() { window.listener = this; }
                stop() { this.dispatchEvent(new Event("end")); }
            };"""
        )
        page.reload()
        page.fill("#chat-text", "add")
        button = page.get_by_role("button", name="Speak")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        page.evaluate(
            """() => listener.dispatchEvent(Object.assign(new Event("result"),
                {results: [[{transcript: "buy "}], [{transcript: "milk"}]]}))"""
        )
        assert page.input_value("#chat-text") == "add buy milk"
        button.press("Enter")
        assert button.get_attribute("aria-pressed") == "false"
        assert page.locator(".from-user").count() == 0
