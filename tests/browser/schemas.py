"""Form schemas for the island's tests, as small as they can be."""


def form(*components: dict) -> dict:
    return {"schemaVersion": 19, "type": "default", "id": "Form_test", "components": list(components)}


def text(key: str, label: str, **more) -> dict:
    return _field("textfield", key, label=label, **more)


def textarea(key: str, label: str, **more) -> dict:
    return _field("textarea", key, label=label, **more)


def date(key: str, label: str, **more) -> dict:
    return _field("datetime", key, subtype="date", dateLabel=label, **more)


def moment(key: str, label: str, **more) -> dict:
    return _field("datetime", key, subtype="datetime", dateLabel=label, use24h=True, timeSerializingFormat="utc_offset", **more)


def select(key: str, label: str, **more) -> dict:
    return _field("select", key, label=label, **more)


def outcome(**values: str) -> dict:
    return _field("radio", "outcome", label="处理意见", validate={"required": True},
                  values=[{"value": value, "label": label} for value, label in values.items()])


def many(path: str, label: str, *components: dict) -> dict:
    return {"type": "dynamiclist", "id": f"List_{path}", "path": path, "label": label, "isRepeating": True, "allowAddRemove": True,
            "defaultRepetitions": 1, "showOutline": True, "components": list(components)}


def computed(key: str, expression: str) -> dict:
    return {"type": "expression", "id": f"Field_{key}", "key": key, "expression": expression, "computeOn": "change"}


def _field(kind: str, key: str, **more) -> dict:
    return {"type": kind, "id": f"Field_{key}", "key": key, **more}
