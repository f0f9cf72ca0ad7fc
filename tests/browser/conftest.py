"""A real Chromium against the real application on a database of its own; see README.md.

`page` is a desktop, `phone(page)` a phone. A script error, a refused resource or any other line in the browser's console
fails the test that caused it.
"""

import os
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import assets
from tests.browser import chromium, pages_of_islands

expect.set_options(timeout=25_000)  # the main diagram takes its time on a busy machine; nobody waits if it is there

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
EXPECTED_CONSOLE = ("Failed to load resource", "Response Status Error Code")
"""An answer 4xx or 5xx, which tests provoke on purpose."""


if assets.node_is_here():  # Playwright's own Node wants a library that small systems lack; ours is a plain file from a wheel
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(assets.node()))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    browser = chromium.find()
    return {**browser_type_launch_args, "executable_path": str(browser.program), "args": chromium.ARGUMENTS,
            "env": {**os.environ, **browser.environment}}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": DESKTOP}


@pytest.fixture
def new_context(browser, browser_context_args):
    """A window of its own for each person in a test; every one is listened to."""
    complaints, opened = [], []

    def listened_to(**settings):
        context = browser.new_context(**{**browser_context_args, **settings})
        opened.append(context)
        context.set_default_timeout(25_000)
        context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
        context.on("console", lambda line: _note(line, complaints))
        return context

    yield listened_to
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


def _note(line, complaints: list[str]) -> None:
    if line.type == "error" and not line.text.startswith(EXPECTED_CONSOLE):
        complaints.append(f"console: {line.text}")


@pytest.fixture
def context(new_context):
    return new_context()


@pytest.fixture
def desktop(page):
    return page


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture(scope="session")
def database_kind():
    """The browser sees no difference between databases; the quick one will do."""
    return "sqlite"


@pytest.fixture
def county(app, cast):
    """The application with the cast in it, on an address: `county.address`, `county.sign_in_as(page, "li.xiulan")`."""
    with _Served(app) as address:
        yield County(address, cast)


@pytest.fixture
def person(county, new_context):
    """`person("li.xiulan")` is a window of her own, in which she is signed in."""

    def signed_in(username: str):
        return county.sign_in_as(new_context().new_page(), username)

    return signed_in


@pytest.fixture
def islands():
    """Small pages with nothing but an island, and a server whose answers a test decides (pages_of_islands.py)."""
    server = pages_of_islands.Islands()
    with _Served(server.app) as address:
        server.address = address
        yield server


class County:
    def __init__(self, address: str, cast):
        self.address, self.cast = address, cast

    def sign_in_as(self, page, username: str):
        """Sign this page's visitor in through the form, and return the page."""
        from tests.cast import PASSWORD

        page.goto(f"{self.address}/sign-in")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page


class _Served:
    """A WSGI application on a free port while the block runs."""

    def __init__(self, app):
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.server.daemon_threads = True

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
