"""Changes of lists as an administrator would make them, each in a transaction of its own."""



from app.catalogues import actions, queries
from app.db import unit_of_work
from app.identity.actor import SYSTEM

WHY = "主任办公会决定"


def change(list_key: str, code: str, name: str | None = None, **settings) -> None:
    with unit_of_work():
        present = queries.entry(list_key, code)
        actions.change(list_key, code, {"name": name or present.name, "settings": {**present.settings, **settings}}, WHY, SYSTEM)


def add(list_key: str, code: str, name: str, **settings) -> None:
    with unit_of_work():
        actions.add(list_key, code, {"name": name, "settings": settings}, WHY, SYSTEM)


def retire(list_key: str, code: str) -> None:
    with unit_of_work():
        actions.retire(list_key, code, WHY, SYSTEM)


def set_to(name: str, number: int) -> None:
    change("thresholds", name, value=number)
