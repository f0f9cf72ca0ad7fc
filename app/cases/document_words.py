"""What a paper is called: as the diagram says, or as the centre renamed it in its list of documents."""

from app.catalogues import queries


def name_of(code: str, title: str) -> str:
    """ "《终止调解通知书（期限届满）》"; of a renamed paper the centre's name takes the place of the shipped one, and what
    the diagram adds stays. Nothing for a paper without a name."""
    known = queries.entries("documents").get(code)
    if known is None or (title and known.default and known.name == known.default.name):
        return f"《{title}》" if title else ""
    return f"《{known.name}》" + _added(title, known.default.name if known.default else "")


def _added(title: str, usual: str) -> str:
    if not title or title == usual:
        return ""
    rest = title.removeprefix(usual) if usual else title
    return rest if rest.startswith("（") else f"（{rest}）"
