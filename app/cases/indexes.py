"""Which lists of cases must stay quick in a county with a million of them.

`closed_at IS NULL` leads to the few open ones; region lists compare ranges (`>= 990121100000 AND <= 990121100999`),
since a plain index serves a range in every collation but a prefix LIKE in only some.
"""

import sqlalchemy as sa

_STILL_OPEN = sa.text("closed_at IS NULL")


def _of_open_cases(name: str, *columns: str) -> sa.Index:
    return sa.Index(f"ix_dispute_case_open_{name}", *columns, sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN)


CASE_INDEXES = (
    # one person's or one unit's cases, open ones by due time
    sa.Index(None, "handler_id", "closed_at", "due_at"),
    sa.Index(None, "mediator_id", "closed_at", "due_at"),
    sa.Index(None, "case_manager_id", "closed_at", "due_at"),
    sa.Index(None, "first_contact_officer_id", "closed_at"),
    sa.Index(None, "registered_by_id", "created_at"),
    sa.Index(None, "lead_unit_id", "closed_at", "due_at"),
    sa.Index(None, "committee_id", "closed_at"),
    # an area's cases, by light, tier and status
    _of_open_cases("due", "due_at", "region_code"),
    _of_open_cases("yellow", "yellow_at"),
    _of_open_cases("stale", "stale_at"),
    _of_open_cases("region", "region_code", "tier", "status"),
    _of_open_cases("suspended", "suspended", "due_at"),
    _of_open_cases("newest", "registered_at"),
    # the archive: everything in an area or status, newest first
    sa.Index(None, "region_code", "registered_at"),
    sa.Index(None, "status", "registered_at"),
    sa.Index(None, "registered_at"),
    # the same narrowed to what few cases have
    sa.Index(None, "tier", "registered_at"),
    sa.Index(None, "route", "registered_at"),
    sa.Index(None, "risk_level", "registered_at"),
    sa.Index(None, "channel", "registered_at"),
    # duplicates
    sa.Index(None, "channel_ref"),
    sa.Index(None, "subject", "registered_at"),
    sa.Index(None, "merged_into_id"),
)
