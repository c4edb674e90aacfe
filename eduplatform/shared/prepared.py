"""Statements that are built once. Building a `select` and its cache key costs more than SQLite needs to answer it (159 µs of 185 for one of
five columns): here it is built at its first use, with a placeholder for each parameter, and only values are given afterwards.

    @prepared
    def _lessons_of(school_id, class_id):
        return select(ClassSession.id).where(ClassSession.school_id == school_id, ClassSession.class_id == class_id)

    _lessons_of.rows(school_id=3, class_id=10)

The function is called once, so it must not look at its parameters: no `if`, no value of the moment. One named in `many` is a list, for `in_`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, overload

from sqlalchemy import bindparam

from ..extensions import db


class Prepared:
    """A statement with named parameters, run in the transaction of the moment."""

    def __init__(self, build: Callable[..., Any], many: Sequence[str]):
        self._build, self._many = build, frozenset(many)
        self._statement: Any = None
        self._entities = False
        self.__doc__, self.__name__ = build.__doc__, build.__name__

    def run(self, **values: Any) -> Any:
        """The result. Rows of columns do not go through the ORM, so what it holds back is written first."""
        statement = self._statement if self._statement is not None else self._make()
        if self._entities:
            return db.session.execute(statement, values)
        return run_core(statement, values)

    def rows(self, **values: Any) -> Sequence[Any]:
        """Every row."""
        return self.run(**values).all()

    def first(self, **values: Any) -> Any:
        """The first row, or None."""
        return self.run(**values).first()

    def one(self, **values: Any) -> Any:
        """The only row; NoResultFound or MultipleResultsFound else."""
        return self.run(**values).one()

    def value(self, **values: Any) -> Any:
        """The first column of the first row, or None."""
        return self.run(**values).scalar()

    def values(self, **values: Any) -> Sequence[Any]:
        """The first column of every row; objects where the statement selects a class."""
        return self.run(**values).scalars().all()

    def _make(self) -> Any:
        names = inspect.signature(self._build).parameters
        made = self._build(**{name: bindparam(name, expanding=name in self._many) for name in names})
        described = getattr(made, "column_descriptions", ())  # a union has none: its rows are columns
        self._entities = any(isinstance(column["expr"], type) for column in described)
        self._statement = made
        return made


def run_core(statement: Any, values: Any) -> Any:
    """The result of a statement without entities, past the ORM; what the session holds back is written first. `values`: of one row, or a
    list of rows."""
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


@overload
def prepared(build: Callable[..., Any], /) -> Prepared: ...
@overload
def prepared(*, many: Sequence[str]) -> Callable[[Callable[..., Any]], Prepared]: ...
def prepared(build: Callable[..., Any] | None = None, /, *, many: Sequence[str] = ()) -> Any:
    """The statement that the function builds, to be run with values by name."""
    return Prepared(build, many) if build else lambda build: Prepared(build, many)
