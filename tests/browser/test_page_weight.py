"""What a page costs the first time: below 300 KB packed, the islands (form, diagram, charts, papers) counted by themselves."""

import gzip
import re
from urllib.parse import urlsplit

from app.assets import DIST, entries
from tests.browser.test_every_screen import SCREENS, half_way, settle  # noqa: F401 - a fixture

MOST = 300_000
ISLANDS = {"form": 260_000, "diagram": 140_000, "charts": 230_000, "papers": 20_000}
"""What each may weigh with the parts that no page needs without it."""
_PART = re.compile(r"""["']\./(part-[A-Z0-9]+\.js)["']""")


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def with_parts(name: str) -> set[str]:
    """A built script and everything it loads with itself."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _PART.findall((DIST / one).read_text("utf-8"))
    return found


def of_every_page() -> set[str]:
    return with_parts(entries()["page.js"]) | {entries()["page.css"], entries()["icons.svg"]}


def files_of(island: str) -> set[str]:
    style = {entries()[f"{island}.css"]} if f"{island}.css" in entries() else set()
    return (with_parts(entries()[f"{island}.js"]) | style) - with_parts(entries()["page.js"])


def test_no_page_weighs_more_than_300_kilobytes_the_first_time(county, person, half_way):  # noqa: F811
    islands, heavy, windows = set().union(*map(files_of, ISLANDS)), [], {}
    for name, (who, path) in SCREENS.items():
        page = windows[who] = windows.get(who) or person(who)
        sizes = {}
        page.on("response", note := lambda answer, sizes=sizes: sizes.update({urlsplit(answer.url).path: answer}))
        page.goto(county.address + path.format(**half_way))
        settle(page)
        page.remove_listener("response", note)
        own = {place: answer for place, answer in sizes.items() if answer.ok and "/static/" not in place}
        weight = sum(packed(answer.body()) for answer in own.values())
        loaded = {place.rpartition("/")[2] for place in sizes if "/static/dist/" in place}
        weight += sum(packed((DIST / file).read_bytes()) for file in of_every_page() | (loaded - islands))
        if weight > MOST:
            heavy.append(f"{name}: {weight // 1000} KB")
    assert not heavy, heavy


def test_no_island_outgrows_its_measure():
    grown = {name: sum(packed((DIST / file).read_bytes()) for file in files_of(name)) for name in ISLANDS}
    assert all(grown[name] <= ISLANDS[name] for name in ISLANDS), grown
