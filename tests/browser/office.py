"""People at their desks: each in a window of their own, on the centre's clock."""

import re
import time
from datetime import timedelta

from playwright.sync_api import expect

from app import clock
from app.jobs import in_process
from tests.browser.filling import fill
from tests.walk_answers import answers_for


class CentreClock:
    """The clock file of a training server: writing a time into it moves every process there; then the sweep runs."""

    def __init__(self, path, app):
        self.path, self.app = path, app
        clock.follow_file(str(path))

    def set(self, moment: str) -> None:
        before = self.path.stat().st_mtime_ns if self.path.exists() else 0
        while time.time_ns() <= before:
            time.sleep(0.001)
        self.path.write_text(moment)

    def until(self, moment: str, next_due) -> None:
        """Let time pass, stopping to sweep at every timer on the way. `next_due()` tells the next one."""
        end = clock.at(moment)
        while (due := next_due()) is not None and due <= end:
            self.set(f"{clock.local(max(due, clock.now() + timedelta(seconds=1))):%Y-%m-%d %H:%M:%S}")
            in_process.run_all_once(self.app)
        self.set(moment)


class Office:
    """`do("lin.fang", "受理审核", "dispute_main/ut_accept_review")` finds the task in her list, fills it in and submits it."""

    def __init__(self, county, person):
        self.county, self._person, self._windows = county, person, {}

    def window(self, who: str):
        if who not in self._windows:
            self._windows[who] = self._person(who)
        return self._windows[who]

    def visit(self, who: str, path: str):
        """The page at this path; who was away too long signs in again, as the page then asks."""
        page = self.window(who)
        page.goto(self.county.address + path)
        if "/sign-in" in page.url:
            self.county.sign_in_as(page, who)
            page.goto(self.county.address + path)
        return page

    def do(self, who: str, task: str, form_key: str, outcome: str = "done", **overrides) -> None:
        page = self.open_task(who, task)
        fill(page, answers_for(form_key, outcome, **overrides))
        self.submit(page)

    def open_task(self, who: str, task: str):
        """From the worklist, as anybody would: the own box first, then what can be taken."""
        page = self.visit(who, "/")
        link = page.get_by_role("link", name=re.compile(f"^{re.escape(task)}")).first
        if not link.count():
            page.get_by_role("link", name=re.compile("^待领取")).click()
        link.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(task)
        return page

    def submit(self, page, button: str = "提交") -> None:
        before = page.url
        page.locator("[data-submit]").click()
        refused = page.locator(".form-problems [role=alert]")
        page.wait_for_function("([before, problem]) => location.href !== before || document.querySelector(problem)",
                               arg=[before, ".form-problems [role=alert]"])
        assert page.url != before, refused.inner_text()

    def see_case(self, who: str, case_no: str):
        page = self.visit(who, f"/cases/{case_no}")
        page.locator("[data-progress]").wait_for()
        page.locator("[data-slips]").wait_for()
        return page
