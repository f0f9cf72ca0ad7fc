"""The county of 云溪县 and the people every test knows; the same names as the demo seed.

`seed_cast()` writes them with bulk inserts and one cheap password hash, so that a test costs milliseconds.
"""

import re

from app.db import unit_of_work
from app.identity import demo, loading, tokens
from app.identity.actor import Actor

PASSWORD = demo.PASSWORD
CHEAP_HASH = "$argon2id$v=19$m=64,t=1,p=1$N4OgOVuCbs9RfeaaZpBvTQ$KX+P4O/kWPLjWk3+TIujxGCiNR5RlE00SpqxucOLCvM"

WINDOW, TRIAGE, MANAGER = "zhou.min", "lin.fang", "chen.yu"
VILLAGE_HEAD, MEDIATOR, GRID_WORKER = "wang.jianguo", "li.xiulan", "bai.lu"
TOWN_DIRECTOR, COMMITTEE_HEAD = "zhao.gang", "sun.li"
DIRECTOR, SUPERVISOR, CALLBACK, ARCHIVIST = "gao.yuan", "xu.jing", "he.ping", "tang.wen"
DESIGNER, ADMIN = "niu.ben", "admin"
OTHER_TOWN, OTHER_VILLAGE = "wu.mei", "yan.jun"
"""The officers of another unit, who must see nothing of 上河村's cases."""


class Cast:
    """Ids by name: `cast.actor("li.xiulan")`, `cast.unit("上河村")`."""

    def __init__(self, users: dict[str, int], units: dict[str, int]):
        self.users, self.units = users, units

    def actor(self, username: str) -> Actor:
        return loading.actor_with_id(self.users[username])

    def user(self, username: str) -> int:
        return self.users[username]

    def unit(self, name: str) -> int:
        return self.units[name]

    def bearer(self, username: str) -> dict[str, str]:
        """REST headers of this person, with a token of their own."""
        with unit_of_work():
            secret = tokens.create(self.users[username], "测试", 30)
        return {"Authorization": f"Bearer {secret}"}


def seed_cast() -> Cast:
    """The org tree and one named person for every role; call it in an app context with empty tables."""
    with unit_of_work():
        units = demo.plant_tree()
        users = demo.hire_everybody(units, lambda: CHEAP_HASH)
    return Cast(users, units)


def csrf_of(client) -> str:
    """The token a page of this client carries."""
    page = client.get("/sign-in?again=1").get_data(as_text=True)
    return re.search(r'name="csrf-token" content="([^"]+)"', page).group(1)


def sign_in(client, username: str, password: str = PASSWORD):
    """Sign in through the real page; returns the answer to the form."""
    return client.post("/sign-in", data={"csrf_token": csrf_of(client), "username": username, "password": password})
