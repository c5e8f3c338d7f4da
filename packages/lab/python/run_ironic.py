"""Starts Ironic, API and conductor in one process, exactly as its own `ironic` command does, save two things.

At each request to a BMC, Ironic derives a key from the BMC's password by 600,000 rounds of PBKDF2, only to look up a
cached connection: 0.35 s of processor time, a dozen times in one deployment. This remembers the results, which are the
same each time, in the process's memory.

The other is in sqlite_writers.py.
"""

import functools
import hashlib
import sys

hashlib.pbkdf2_hmac = functools.lru_cache(maxsize=1024)(hashlib.pbkdf2_hmac)

# Before anything else: up to Ironic 29.0 this changes Python's threads, which what was loaded earlier would not know.
try:
    from ironic.command.singleprocess import main
except ImportError:  # Up to 29.0.
    from ironic.cmd.singleprocess import main

import sqlite_writers  # noqa: E402

sqlite_writers.install()
sys.argv[0] = "ironic"
sys.exit(main())
