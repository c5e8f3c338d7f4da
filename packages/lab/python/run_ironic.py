"""Starts Ironic, API and conductor in one process, exactly as its own `ironic` command does, save one thing.

At each request to a BMC, Ironic 39 derives a key from the BMC's password by 600,000 rounds of PBKDF2, only to look up a
cached connection: 0.35 s of processor time, a dozen times in one deployment. This remembers the results, which are the
same each time, in the process's memory.
"""

import functools
import hashlib
import sys

hashlib.pbkdf2_hmac = functools.lru_cache(maxsize=1024)(hashlib.pbkdf2_hmac)

from ironic.command.singleprocess import main  # noqa: E402

sys.argv[0] = "ironic"
sys.exit(main())
