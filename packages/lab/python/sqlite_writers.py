"""Makes Ironic's transactions on SQLite wait for their turn, as they would on a database server.

They begin as readers and become writers at their first write. SQLite refuses that at once ("database is locked"), whatever
its timeout, when somebody else has written meanwhile. With this, those that may write say so as they begin.
"""

import random
import sqlite3
import time

from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import event
from sqlalchemy.engine import Engine

WAIT_SECONDS = 60
_create_session = enginefacade._TransactionFactory._create_session


def _create_marked_session(self, mode, bind=None):
    session = _create_session(self, mode, bind)
    if mode is enginefacade._WRITER:
        session.bind = session.bind.execution_options(lab_writes=True)
    return session


def _begin(connection):
    """Comes before oslo.db's own listener, which sends a plain BEGIN unless the mark is there."""
    if not connection.get_execution_options().get("lab_writes") or "in_transaction" in connection.info:
        return
    # SQLite's own waiting would hold up all green threads of Ironic 29.0, the one that is waited for included.
    sqlite = connection.connection.driver_connection
    sqlite.execute("PRAGMA busy_timeout = 0")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            sqlite.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.002, 0.02))
    sqlite.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.info["in_transaction"] = True


def install():
    enginefacade._TransactionFactory._create_session = _create_marked_session
    event.listen(Engine, "begin", _begin)
