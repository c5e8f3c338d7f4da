"""Redfish BMCs: one sushy-emulator process for each entry of the JSON file argv[1],
    [{"settings": path, "port": number, "log": path}]
They are forked after sushy-tools is loaded, which takes most of a start and of its memory. When one ends, all do.
"""

import json
import os
import signal
import sys

from sushy_tools.emulator import main

CONFIG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "redfish_emulator.conf.py")


def serve(settings, port, log):
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ["LAB_BMC"] = settings
    sys.argv = ["sushy-emulator", "--fake", "--config", CONFIG, "--interface", "127.0.0.1", "--port", str(port)]
    sys.exit(main.main())


with open(sys.argv[1]) as file:
    entries = json.load(file)
children = {}
for entry in entries:
    pid = os.fork()
    if pid == 0:
        serve(**entry)
    children[pid] = entry
pid, status = os.wait()
print(f"the emulator of {children[pid]['settings']} ended with status {status}", flush=True)
with open(children[pid]["log"]) as file:
    print(file.read()[-2000:], flush=True)
for other in children:
    if other != pid:
        os.kill(other, signal.SIGKILL)
sys.exit(1)
