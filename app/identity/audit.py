"""The audit of accounts and of the rules everybody works by: one row per act, and for accounts one log line."""

import sqlalchemy as sa

from app.db import db
from app.identity.models import AuditEntry
from app.observe import instrument


def note(action: str, subject: str, actor_id: int | None = None, address: str | None = None, **details) -> None:
    """Write down an act in the present unit of work. `details`: codes and ids, never a password or token."""
    keep(action, subject, actor_id, address, **details)
    instrument(f"identity.{action}", by=actor_id, **details)


def keep(action: str, subject: str, actor_id: int | None = None, address: str | None = None, **details) -> None:
    """The row alone, for acts that have a log line of their own or details that do not belong in a log."""
    db.session.add(AuditEntry(action=action, subject=subject[:80], actor_id=actor_id, address=address, details=details))


def entries(action: str, subject: str, most: int = 50) -> list[AuditEntry]:
    """What was written down about a subject, newest first."""
    return list(db.session.scalars(sa.select(AuditEntry).where(
        AuditEntry.action == action, AuditEntry.subject == subject).order_by(AuditEntry.id.desc()).limit(most)))
