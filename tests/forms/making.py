"""Forms for tests, a line per component."""

from app.errors import Invalid
from app.forms import compile_form


def part(kind, key, label=None, **rest):
    return {"type": kind, "id": key, "key": key, "label": label or f"{key}栏", **rest}


def options(*values):
    return [{"label": f"选项{value}", "value": value} for value in values]


def group(*components, **rest):
    return {"type": "group", "id": "g", "label": "分组", "components": list(components), **rest}


def listed(path, *components, **rest):
    return {
        "type": "dynamiclist", "id": path, "path": path, "label": f"{path}表", "isRepeating": True,
        "components": list(components), **rest,
    }  # fmt: skip


def form(*components):
    return compile_form({"type": "default", "components": list(components)})


def clean(*components, context=None, **answers):
    return form(*components).check(answers, context or {})


def faults(*components, context=None, **answers):
    """The errors by path, or {} when the answers pass."""
    try:
        form(*components).check(answers, context or {})
    except Invalid as refused:
        return refused.errors
    return {}
