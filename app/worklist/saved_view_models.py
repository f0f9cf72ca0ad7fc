import sqlalchemy as sa

from app.db import Moment, db


class SavedView(db.Model):
    """Filters of the worklist under a name. With a `role` it is also offered to the holders of that role inside the region
    whose first digits are `region_prefix`."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("owner_id", "name"), sa.Index(None, "role", "region_prefix"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    owner_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id"), nullable=False)
    owner_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    name = sa.orm.mapped_column(sa.String(20), nullable=False)
    query = sa.orm.mapped_column(sa.String(1500), nullable=False)
    role = sa.orm.mapped_column(sa.String(4))
    region_prefix = sa.orm.mapped_column(sa.String(12))
    created_at = sa.orm.mapped_column(Moment, nullable=False)


class DeskColumns(db.Model):
    """Which columns of the worklist a person sees: names out of desk_columns.COLUMNS, with commas between."""

    __tablename__ = "desk_columns"

    user_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    columns = sa.orm.mapped_column(sa.String(200), nullable=False)
    changed_at = sa.orm.mapped_column(Moment, nullable=False)
