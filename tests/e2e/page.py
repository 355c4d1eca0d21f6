"""The page in Chromium, as a person uses it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

PASSWORD = "a quiet watch tonight"


@contextmanager
def browser() -> Iterator[Page]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(20_000)
        yield page
        chromium.close()


@dataclass
class Visit:
    """A person at the page."""

    page: Page
    url: str

    def set_password(self, link: str) -> None:
        self.page.goto(self.url + link)
        self.page.fill("#password", PASSWORD)
        self.page.get_by_role("button", name="Set the password").click()
        self.page.wait_for_selector("#add-title")

    def sign_in(self) -> None:
        """Come to the list, by password if the session is over."""
        self.page.goto(self.url + "/")
        if self.page.url.endswith("/signin"):
            self.page.fill("#password", PASSWORD)
            self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_selector("#add-title")

    def add(self, title: str) -> None:
        self.page.fill("#add-title", title)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(f".task:has-text('{title}')")

    def titles(self) -> list[str]:
        texts = self.page.locator(".task .title").all_inner_texts()
        return [re.sub(r"^#\d+\s*", "", text) for text in texts]

    def say(self, text: str) -> str:
        """Say something in the chat, wait for the end of the answer, and return it."""
        self.page.wait_for_selector("#chat:not(.is-busy)")
        before = self.page.locator(".from-assistant").count()
        self.page.fill("#chat-text", text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('.from-assistant').length > n"
            " && !document.querySelector('#chat.is-busy')",
            arg=before,
        )
        return self.page.locator(".from-assistant .said").last.inner_text()

    def eventually(self, titles: list[str]) -> None:
        """What another door changed shows by itself."""
        deadline = time.monotonic() + 5
        while self.titles() != titles and time.monotonic() < deadline:
            self.page.wait_for_timeout(100)
        assert self.titles() == titles
