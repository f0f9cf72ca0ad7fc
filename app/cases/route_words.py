"""The names of routes. Those that ship have short ones; a route that a centre added is called what its triage form calls it."""

from app.processes import queries

TRIAGE = "dispute_main/ut_triage_confirm"


class RouteWords(dict):
    """{route: name}; asks the deployed form only about what it does not know."""

    def get(self, route, otherwise=None):
        if route in self:
            return self[route]
        return self._added().get(route, otherwise) if route else otherwise

    def items(self):
        return {**self, **self._added()}.items()

    def _added(self) -> dict[str, str]:
        digest = queries.active_digest_or_none()
        options = queries.options_of(digest, TRIAGE, "route") if digest else {}
        return {route: name for route, name in options.items() if route not in self}
