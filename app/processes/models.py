import sqlalchemy as sa

from app.db import Moment, db


class Deployment(db.Model):
    """A bundle of diagrams, tables and forms, named by the digest of its content. Never changed, never deleted."""

    __tablename__ = "deployment"

    digest = sa.orm.mapped_column(sa.String(64), primary_key=True)
    created_at = sa.orm.mapped_column(Moment, nullable=False)
    created_by_id = sa.orm.mapped_column(sa.Integer)
    note = sa.orm.mapped_column(sa.String(200), nullable=False, default="")


class DeployedFile(db.Model):
    """One file of a bundle: "dispute_main.bpmn", "dmn_acceptance.dmn" or "forms/dispute_main/ut_register.json"."""

    __tablename__ = "deployed_file"

    digest = sa.orm.mapped_column(sa.ForeignKey("deployment.digest"), primary_key=True)
    name = sa.orm.mapped_column(sa.String(200), primary_key=True)
    content = sa.orm.mapped_column(sa.LargeBinary, nullable=False)


class Activation(db.Model):
    """From when on new cases use a bundle; the newest row counts, the older ones are the history."""

    __tablename__ = "activation"

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    digest = sa.orm.mapped_column(sa.ForeignKey("deployment.digest"), nullable=False)
    activated_at = sa.orm.mapped_column(Moment, nullable=False)
    activated_by_id = sa.orm.mapped_column(sa.Integer)
