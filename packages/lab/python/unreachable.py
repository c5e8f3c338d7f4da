"""Makes the loopback port argv[1] unreachable: connection attempts to it get no answer at all.

A listening socket whose queue of pending connections is full has further attempts dropped by the kernel, which looks to
the caller like a host that is not there.
"""

import signal
import socket
import sys

port = int(sys.argv[1])
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(0)
filling = []
for _ in range(4):
    filler = socket.socket()
    filler.setblocking(False)
    filler.connect_ex(("127.0.0.1", port))
    filling.append(filler)
print("ready", flush=True)
signal.pause()
