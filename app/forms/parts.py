"""A form-js schema as the check sees it: a tree of scopes holding fields, groups that nest keys, and repeated lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.forms.shape import must_be_shaped

SHOWN_ONLY = {"text", "html", "spacer", "separator", "button", "image", "table", "iframe", "documentPreview"}
FIELDS = {
    "textfield", "textarea", "number", "checkbox", "radio", "select", "checklist", "taglist", "datetime",
    "expression", "filepicker", "signature", "photos",
}  # fmt: skip
KNOWN = SHOWN_ONLY | FIELDS | {"group", "dynamiclist", "default"}


@dataclass(frozen=True)
class Part:
    """One field, or one list with the scope it repeats.

    `hides`: FEEL conditions, its own and those of the groups around it, any of which hides it.
    """

    key: str
    type: str
    label: str
    component: Mapping[str, Any]
    hides: tuple[str, ...]
    scope: "Scope | None" = None

    @property
    def validate(self) -> Mapping[str, Any]:
        return self.component.get("validate") or {}

    @property
    def properties(self) -> Mapping[str, Any]:
        return self.component.get("properties") or {}

    @property
    def read_only(self) -> bool:
        return self.component.get("readonly") is True or self.component.get("disabled") is True


@dataclass(frozen=True)
class Scope:
    """What one level of answers may hold: parts by key, and scopes that only nest (group with a path, dotted key)."""

    parts: dict[str, Part] = field(default_factory=dict)
    nested: dict[str, "Scope"] = field(default_factory=dict)

    def everything(self, before: str = "") -> Iterator[tuple[str, Part]]:
        """Every part with its path, lists as "parties", what they repeat as "parties.name"."""
        for key, part in self.parts.items():
            yield before + key, part
            if part.scope:
                yield from part.scope.everything(f"{before}{key}.")
        for key, inner in self.nested.items():
            yield from inner.everything(f"{before}{key}.")


def scope_of(schema: Mapping[str, Any]) -> Scope:
    """The root scope of a schema; raises BadSchema."""
    must_be_shaped(schema)
    root = Scope()
    _read(schema["components"], root, ())
    return root


def _read(components, scope: Scope, hides: tuple[str, ...]) -> None:
    for component in components:
        kind, own = component["type"], hides + _hide(component)
        if kind in ("group", "dynamiclist"):
            _read_group(component, scope, own)
        elif kind in FIELDS and component.get("key"):
            holder, key = _holder(scope, str(component["key"]))
            holder.parts[key] = Part(key, kind, label_of(component), component, own)


def _read_group(component, scope: Scope, hides: tuple[str, ...]) -> None:
    path, inside = component.get("path") or "", component.get("components") or []
    if component["type"] == "dynamiclist" and component.get("isRepeating") is not False:
        holder, key = _holder(scope, path or str(component.get("id") or "list"))
        inner = Scope()
        _read(inside, inner, ())
        holder.parts[key] = Part(key, "dynamiclist", label_of(component), component, hides, inner)
    else:
        _read(inside, _descend(scope, path.split(".")) if path else scope, hides)


def _holder(scope: Scope, path: str) -> tuple[Scope, str]:
    *way, key = path.split(".")
    return _descend(scope, way), key


def _descend(scope: Scope, way) -> Scope:
    for step in way:
        scope = scope.nested.setdefault(step, Scope())
    return scope


def _hide(component) -> tuple[str, ...]:
    condition = (component.get("conditional") or {}).get("hide")
    return (condition,) if is_feel(condition) else ()


def is_feel(value) -> bool:
    """Whether a property of a component holds an expression instead of a value."""
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def label_of(component) -> str:
    """The words a person knows the field by."""
    for name in ("label", "dateLabel", "timeLabel"):
        label = component.get(name)
        if isinstance(label, str) and label.strip() and not is_feel(label):
            return label.strip()
    return str(component.get("key") or component.get("path") or component.get("type"))
