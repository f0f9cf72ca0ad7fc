"""The Jinja that templates are filled by. Templates come from administrators: they may name what stands in the context,
ask and repeat, and nothing else: no calls, no attributes of objects, no arithmetic, no way to another file."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined, sandbox
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext

FILTERS = ("default", "d", "first", "last", "length", "join")
LOOP = ("index", "first", "last", "length")


class Missing(Undefined):
    """Something that is not known: nothing in a condition, but neither printed as a blank nor repeated no times. Each
    template has a class of its own, whose `seen` collects what was to be printed or repeated."""

    __slots__ = ()
    seen: list[str]

    @property
    def path(self) -> str:
        return self._undefined_name or "?"

    def __str__(self) -> str:
        return ""

    def __iter__(self):
        self.is_wanted()
        return iter(())

    def is_wanted(self) -> None:
        if self.path not in self.seen:
            self.seen.append(self.path)

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __html__(self) -> str:
        return ""


class Named(dict):
    """A part of the context that knows what it is called, so that what is missing in it can be named."""

    def __init__(self, path: str, values: Mapping[str, Any]):
        super().__init__(values)
        self.path = path


class Template(sandbox.ImmutableSandboxedEnvironment):
    """Autoescaped; `gaps` are the names of what was to be printed and is not there, `unknown` those no context ever has."""

    intercepted_binops = frozenset(sandbox.SandboxedEnvironment.default_binop_table)

    def __init__(self):
        self.gaps: list[str] = []
        self.missing = type("MissingHere", (Missing,), {"seen": self.gaps, "__slots__": ()})
        super().__init__(autoescape=True, undefined=self.missing, finalize=self._printed)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.unknown: list[str] = []

    def fill(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """The context as templates are given it."""
        return {name: self.missing(name=name) if is_nothing(value) else named(name, value) for name, value in names.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, LoopContext):
            return getattr(obj, argument) if argument in LOOP else self._foreign(f"loop.{argument}")
        if isinstance(obj, Missing):
            return self.missing(name=f"{obj.path}.{argument}")
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, Named):
            return self._within(obj, str(argument))
        return self._foreign(str(argument))

    def call(self, context, obj, /, *args, **kwargs):
        raise SecurityError("templates call nothing")

    def call_binop(self, context, operator, left, right):
        raise SecurityError("templates do not calculate")

    def _within(self, holder: Named, name: str) -> Any:
        if name not in holder:
            self._foreign(f"{holder.path}.{name}")
        value = holder.get(name)
        return self.missing(name=f"{holder.path}.{name}") if is_nothing(value) else value

    def _foreign(self, path: str) -> Missing:
        if path not in self.unknown:
            self.unknown.append(path)
        return self.missing(name=path)

    def _printed(self, value: Any) -> Any:
        if isinstance(value, Missing):
            value.is_wanted()
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Mapping | list):
            raise SecurityError("a list or group is repeated with for, not printed")
        return value


def named(path: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return Named(path, {key: named(f"{path}.{key}", inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return [named(f"{path}.{place}", inner) for place, inner in enumerate(value, 1)]
    return value


def is_nothing(value: Any) -> bool:
    """What counts as not known; False and 0 are answers."""
    return value is None or value in ("", [])
