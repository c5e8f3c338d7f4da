"""Somebody else at Ironic's database, the SQLite file argv[1].

    reserve SYSTEM    the node of that BMC's system is locked, as by a conductor that is gone
    release SYSTEM    it is not any more
    lock              holds the database's write lock until this process ends
"""

import signal
import sqlite3
import sys

PATIENCE_SECONDS = 60

path, command, *rest = sys.argv[1:]
database = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
if command == "lock":
    database.execute("BEGIN IMMEDIATE")
    print("ready", flush=True)
    signal.pause()
else:
    holder = "another-conductor" if command == "reserve" else None
    database.execute(
        "UPDATE nodes SET reservation = ? WHERE driver_info LIKE ?", (holder, f"%{rest[0]}%"))
