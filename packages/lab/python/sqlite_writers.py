"""Makes Ironic's transactions on SQLite wait for their turn, as they would on a database server.

They begin as readers and become writers at their first write. SQLite refuses that at once ("database is locked"), whatever
its timeout, when somebody else has written meanwhile. With this, those that may write say so as they begin.
"""

import sqlite3
import threading
import time

from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import event, pool
from sqlalchemy.engine import Engine

WAIT_SECONDS = 60
_PAUSE_SECONDS = 0.01
_MARK = "lab_writes"
# One process writes to the database. Its threads wait here in their order; many that ask SQLite again and again would take
# the processor from the one that writes. Of SQLite's own waiting, Ironic 29.0 would come to a stand: its green threads
# are one thread to SQLite.
_turn = threading.Lock()
_create_session = enginefacade._TransactionFactory._create_session


def _create_marked_session(self, mode, bind=None):
    session = _create_session(self, mode, bind)
    if mode is enginefacade._WRITER:
        session.bind = session.bind.execution_options(**{_MARK: True})
    return session


def _begin(connection):
    """Comes before oslo.db's own listener, which sends a plain BEGIN unless the transaction is marked as begun."""
    info = connection.info
    if not connection.get_execution_options().get(_MARK) or "in_transaction" in info:
        return
    if _MARK not in info and _turn.acquire(timeout=WAIT_SECONDS):
        info[_MARK] = True
    _begin_immediate(connection.connection.driver_connection)
    info["in_transaction"] = True


def _begin_immediate(sqlite):
    """Somebody outside of this process may write, too."""
    sqlite.execute("PRAGMA busy_timeout = 0")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            sqlite.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
    sqlite.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")


def _end(_connection, record, *_rest):
    """A connection that is given back, or given up, has ended its transaction."""
    if record.info.pop(_MARK, False):
        _turn.release()


def install():
    enginefacade._TransactionFactory._create_session = _create_marked_session
    event.listen(Engine, "begin", _begin)
    event.listen(pool.Pool, "checkin", _end)
    event.listen(pool.Pool, "invalidate", _end)
