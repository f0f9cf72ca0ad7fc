import sqlalchemy as sa

from app.db import Moment, db


class Instance(db.Model):
    """One running process. `state` is the engine's, opaque here; `version` makes a lost update impossible.

    `before_state`: as it was before the person's step `before_step`, as long as nothing else has happened since and the
    step can be taken back (docs/adr/0015).
    """

    __tablename__ = "instance"

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    case_id = sa.orm.mapped_column(sa.Integer, index=True)
    process_id = sa.orm.mapped_column(sa.String(80), nullable=False)
    digest = sa.orm.mapped_column(sa.ForeignKey("deployment.digest"), nullable=False, index=True)
    status = sa.orm.mapped_column(sa.String(12), nullable=False, default="RUNNING", index=True)
    state = sa.orm.mapped_column(sa.LargeBinary, nullable=False, deferred=True)
    version = sa.orm.mapped_column(sa.Integer, nullable=False, default=1)
    before_state = sa.orm.mapped_column(sa.LargeBinary, deferred=True)
    before_step = sa.orm.mapped_column(sa.String(64))
    started_at = sa.orm.mapped_column(Moment, nullable=False)
    ended_at = sa.orm.mapped_column(Moment)


class WaitingTimer(db.Model):
    """A timer that the engine waits for. Without `due_at` it waits for its clock to start.

    `wake_at` is when the sweep looks at it: the due time, or later after a failed attempt.
    """

    __tablename__ = "waiting_timer"

    instance_id = sa.orm.mapped_column(sa.ForeignKey("instance.id"), primary_key=True)
    step = sa.orm.mapped_column(sa.String(64), primary_key=True)
    element = sa.orm.mapped_column(sa.String(80), nullable=False)
    due_at = sa.orm.mapped_column(Moment)
    wake_at = sa.orm.mapped_column(Moment, index=True)
    failures = sa.orm.mapped_column(sa.Integer, nullable=False, default=0)


class AwaitedMessage(db.Model):
    """A message that an instance waits for; it is found by case and name."""

    __tablename__ = "awaited_message"
    __table_args__ = (sa.Index(None, "case_id", "message"),)

    instance_id = sa.orm.mapped_column(sa.ForeignKey("instance.id"), primary_key=True)
    step = sa.orm.mapped_column(sa.String(64), primary_key=True)
    case_id = sa.orm.mapped_column(sa.Integer)
    element = sa.orm.mapped_column(sa.String(80), nullable=False)
    message = sa.orm.mapped_column(sa.String(80), nullable=False)


class LastingAct(db.Model):
    """The latest time that an element of an instance did what cannot be taken back; `said` in words."""

    __tablename__ = "lasting_act"

    instance_id = sa.orm.mapped_column(sa.ForeignKey("instance.id"), primary_key=True)
    element = sa.orm.mapped_column(sa.String(80), primary_key=True)
    step = sa.orm.mapped_column(sa.String(64), nullable=False)
    place = sa.orm.mapped_column(sa.Text, nullable=False)
    said = sa.orm.mapped_column(sa.String(200), nullable=False)


class Incident(db.Model):
    """A step that could not be taken: what stood where, and why. Open until the same step succeeds or is repaired."""

    __tablename__ = "incident"
    __table_args__ = (sa.Index(None, "instance_id", "resolved_at"), sa.Index(None, "resolved_at", "last_at"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    instance_id = sa.orm.mapped_column(sa.ForeignKey("instance.id"), nullable=False)
    case_id = sa.orm.mapped_column(sa.Integer)
    cause = sa.orm.mapped_column(sa.String(20), nullable=False)
    step = sa.orm.mapped_column(sa.String(64), nullable=False)
    element = sa.orm.mapped_column(sa.String(80))
    expression = sa.orm.mapped_column(sa.String(2000))
    kind = sa.orm.mapped_column(sa.String(40), nullable=False)
    sentence = sa.orm.mapped_column(sa.String(1000), nullable=False)
    first_at = sa.orm.mapped_column(Moment, nullable=False)
    last_at = sa.orm.mapped_column(Moment, nullable=False)
    times = sa.orm.mapped_column(sa.Integer, nullable=False, default=1)
    resolved_at = sa.orm.mapped_column(Moment)


class OutboxItem(db.Model):
    """A call to the outside, written with the step that wants it and made after the commit.

    `key` stays the same over all tries, so that the receiver can tell a repetition.
    """

    __tablename__ = "outbox_item"
    __table_args__ = (sa.Index(None, "status", "next_try_at"),)

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    key = sa.orm.mapped_column(sa.String(64), nullable=False, unique=True)
    case_id = sa.orm.mapped_column(sa.Integer, index=True)
    connector = sa.orm.mapped_column(sa.String(40), nullable=False)
    payload = sa.orm.mapped_column(sa.JSON, nullable=False)
    status = sa.orm.mapped_column(sa.String(10), nullable=False, default="WAITING")
    tries = sa.orm.mapped_column(sa.Integer, nullable=False, default=0)
    next_try_at = sa.orm.mapped_column(Moment, nullable=False)
    last_error = sa.orm.mapped_column(sa.String(500))
    sent_at = sa.orm.mapped_column(Moment)
