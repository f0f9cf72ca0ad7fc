"""axe-core's rules for WCAG 2.1 A and AA, run in the page; the library is only a tool of the tests."""

from app.assets import FRONTEND

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def assert_accessible(page, within: str = "body") -> None:
    """Fail with every violation, the elements concerned and what axe says about them."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("([within, rules]) => axe.run(within, {runOnly: rules})", [within, RULES])
    assert not found["violations"], "\n".join(_told(violation) for violation in found["violations"])


def _told(violation: dict) -> str:
    where = "; ".join(" ".join(node["target"]) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} — {where}"
