"""The audit of accounts: one row and one log line per act."""

from app.db import db
from app.identity.models import AuditEntry
from app.observe import instrument


def note(action: str, subject: str, actor_id: int | None = None, address: str | None = None, **details) -> None:
    """Write down an act in the present unit of work. `details`: codes and ids, never a password or token."""
    db.session.add(AuditEntry(action=action, subject=subject[:80], actor_id=actor_id, address=address, details=details))
    instrument(f"identity.{action}", by=actor_id, **details)
