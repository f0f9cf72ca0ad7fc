"""Fills a form as a person does: finds each field on the page by the schema's own id, and types, picks or ticks its answer.

Answers are those of tests/walk_answers.py. What a condition hides when its turn comes is tried again after the others; what
stays hidden was not asked.
"""

import json
import re
from itertools import cycle


def fill(page, answers: dict) -> None:
    island = page.locator("[data-form-island]")
    island.locator("xpath=self::*[@data-ready]").wait_for()
    for folded in reversed(page.locator("[data-unfold][aria-expanded=false]").all()):
        folded.click()
    filler = _Filler(page, *(json.loads(island.locator(f"script[data-{name}]").text_content()) for name in ("schema", "data")))
    known = -1
    while known != len(filler.done):
        known = len(filler.done)
        filler.parts(filler.schema["components"], answers, "")
        page.wait_for_timeout(50)


class _Filler:
    def __init__(self, page, schema: dict, data: dict):
        self.page, self.schema, self.data = page, schema, data
        self.done: set[str] = set()

    def parts(self, components: list[dict], answers: dict, row: str) -> None:
        for part in components:
            if part["type"] == "dynamiclist":
                self._list(part, answers.get(part["path"]), row)
            elif "components" in part:
                self.parts(part["components"], answers.get(part["path"], {}) if part.get("path") else answers, row)
            elif part.get("key") in answers:
                self._field(part, answers[part["key"]], f"-{part['id']}{row}")

    def _list(self, part: dict, rows: list | None, row: str) -> None:
        if rows is None or not self._there(part["id"] + row, "label"):
            return
        frame = self._by_end(part["id"] + row).first.locator("xpath=ancestor::*[contains(@class, 'fjs-form-field-dynamiclist')][1]")
        present = frame.locator(".fjs-repeat-row-container")
        if part["id"] not in self.done and part.get("allowAddRemove"):
            self._make_rows(frame, present, len(rows))
        self.done.add(part["id"])
        count = present.count() if part.get("allowAddRemove") else len(self.data[part["path"]])
        for index, answers in zip(range(count), cycle(rows), strict=False):
            self.parts(part["components"], answers, f"{row}_{index}")

    def _make_rows(self, frame, present, wanted: int) -> None:
        while present.count() < wanted:
            frame.locator(".fjs-repeat-render-add").click()
        while present.count() > wanted:
            frame.locator(".fjs-repeat-row-remove").last.click()

    def _field(self, part: dict, answer, end: str) -> None:
        if end in self.done or not self._there(end.removeprefix("-"), part["type"]):
            return
        getattr(self, f"_{part['type']}")(part, answer, end)
        self.done.add(end)

    def _there(self, end: str, kind: str) -> bool:
        found = self._by_end(f"{end}-0" if kind in ("radio", "checklist") else end)
        return found.count() > 0

    def _by_end(self, end: str):
        return self.page.locator(f"[data-form-island] [id$='-{end}']")

    def _textfield(self, part, answer, end) -> None:
        self._by_end(end[1:]).fill(str(answer))

    _textarea = _number = _textfield

    def _datetime(self, part, answer, end) -> None:
        self._by_end(end[1:]).fill(re.sub(r"T(\d\d:\d\d).*", r" \1", answer))

    def _checkbox(self, part, answer, end) -> None:
        self._by_end(end[1:]).set_checked(answer)

    def _radio(self, part, answer, end) -> None:
        self._by_end(f"{end[1:]}-{self._place(part, answer)}").check()

    def _checklist(self, part, answer, end) -> None:
        for one in answer:
            self._by_end(f"{end[1:]}-{self._place(part, one)}").check()

    def _select(self, part, answer, end) -> None:
        label = self._label(part, answer)
        field = self._by_end(end[1:])
        if part.get("searchable"):
            field.fill(label)
        else:
            self._by_end(f"{end[1:]}-display").click()
        group = field.locator("xpath=ancestor::*[contains(@class, 'fjs-form-field')][1]")
        group.locator(".fjs-dropdownlist-item").get_by_text(label, exact=True).first.click()

    def _taglist(self, part, answer, end) -> None:
        for one in answer:
            self._select({**part, "searchable": True}, one, end)

    def _place(self, part: dict, answer) -> int:
        offered = [str(entry["value"]) for entry in self._offered(part)]
        return offered.index(str(answer))

    def _label(self, part: dict, answer) -> str:
        return next(entry["label"] for entry in self._offered(part) if str(entry["value"]) == str(answer))

    def _offered(self, part: dict) -> list[dict]:
        if "values" in part:
            return part["values"]
        return self.data[part.get("valuesKey") or re.match(r"=\s*(\w+)\[", part["valuesExpression"]).group(1)]
