"""The Flask extensions, made once and bound in create_app; nothing more."""

from typing import TYPE_CHECKING, Any, ClassVar

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class Migrations:
    """Flask-Migrate, loaded when something migrates: Alembic costs every start 0.1 s and 10 MB, and a server never uses it."""

    def __init__(self, app: Flask, **options: Any):
        self._app, self._options = app, options
        app.extensions["migrate"] = self

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate().init_app(self._app, db, **self._options)  # puts itself into our place and adds `flask db`
        return getattr(self._app.extensions["migrate"], name)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False}, disable_autonaming=True)
if TYPE_CHECKING:

    class Model(Base):
        """What every table is: the class that Flask-SQLAlchemy makes of Base at run time, said so that types are known."""

        __abstract__ = True
        __table__: ClassVar[Table]
else:
    Model = db.Model
login = LoginManager()
babel = Babel()
csrf = CSRFProtect()
