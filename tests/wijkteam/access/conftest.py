"""A database of its own for the worlds: what they leave behind is in no other test."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from tests.conftest import WORKER, _copy_template, _server
from tests.wijkteam.access.worlds import Matrix, full_product, sample


def _drop(name: str) -> None:
    with psycopg.connect(_server().dsn(), autocommit=True) as connection:
        known = sql.Identifier(f"wijk_{name}_{WORKER}")
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(known))


def _made(name: str, worlds, **more):
    database = f"wijk_{name}_{WORKER}"
    _copy_template(database)

    def dsn_of(role: str = "") -> str:
        return _server().dsn(role, database) if role else _server().dsn(database=database)

    return Matrix(dsn_of, worlds, **more)


@pytest.fixture(scope="package")
def sampled():
    """Some thousand worlds: every pair of choices."""
    matrix = _made("sample", sample())
    yield matrix
    matrix.close()
    _drop("sample")


@pytest.fixture(scope="package")
def everything():
    """The full product."""
    matrix = _made("product", full_product())
    yield matrix
    matrix.close()
    _drop("product")
