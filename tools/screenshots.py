"""Pictures of the page for the README, from a real server with a few tasks: docs/images."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WATCHBILL = [sys.executable, "-m", "watchbill"]
TASKS = (
    "Wind the clock in the hall every sunday at 7pm #home",
    "Renew the library books by friday +Errands",
    "Water the tomatoes today #garden",
    "Order rope for the swing #garden +Errands",
    "Ask about the night train p2",
)
SAID = (
    "add bake bread tomorrow at 8 and call the plumber p1",
    "move the bread one to friday at 9",
    "delete the rope one",
)
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {
            "WATCHBILL_DATA_DIR": folder,
            "WATCHBILL_PORT": "0",
            "WATCHBILL_MCP_PORT": "0",
        }
        for words in (
            ["add", *TASKS],
            ["edit", "3", "--description", "The ones by the wall, too"],
            ["add", "Sweep the steps"],
            ["done", "6"],
        ):
            subprocess.run([*WATCHBILL, *words], env=environ, check=True, capture_output=True)
        with subprocess.Popen(
            [*WATCHBILL, "serve"], env=environ, stdout=subprocess.PIPE, text=True
        ) as server:
            [port] = re.findall(r"localhost:(\d+)", next(iter(server.stdout or ()), ""))
            with sync_playwright() as playwright:
                arguments = ["--no-sandbox", "--disable-gpu"]
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=arguments
                )
                take(browser, f"http://localhost:{port}")
                browser.close()
            server.terminate()


def take(browser: Browser, url: str) -> None:
    light = browser.new_context(viewport=WIDE, color_scheme="light")
    page = light.new_page()
    page.goto(url)
    for said in SAID:
        say(page, said)
    page.fill("#add-title", "Send the invitations tomorrow at 9 p1 #party @Home")
    page.wait_for_selector(".chips .chip")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "list-light.png")
    page.goto(f"{url}/history")
    page.screenshot(path=IMAGES / "history.png")
    state = light.storage_state()
    for scheme in ("light", "dark"):
        for name, viewport in (("list", WIDE), ("phone", PHONE)):
            context = browser.new_context(
                viewport=viewport, color_scheme=scheme, storage_state=state
            )
            page = context.new_page()
            page.goto(url)
            page.locator(".card").last.wait_for(state="attached")
            page.wait_for_timeout(500)
            if name == "list" and scheme == "dark":
                page.screenshot(path=IMAGES / "list-dark.png")
            if name == "phone":
                if scheme == "dark":
                    page.screenshot(path=IMAGES / "phone.png")
                page.click("[data-chat-open]")
                page.wait_for_timeout(500)
                page.screenshot(path=IMAGES / f"chat-phone-{scheme}.png")
            else:
                page.locator("#chat").screenshot(path=IMAGES / f"chat-{scheme}.png")
            context.close()
    light.close()


def say(page: Page, text: str) -> None:
    before = page.locator(".from-assistant").count()
    page.fill("#chat-text", text)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('.from-assistant').length > n && !document.querySelector('#chat.is-busy')",
        arg=before,
        timeout=30_000,
    )


if __name__ == "__main__":
    main()
