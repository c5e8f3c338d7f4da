"""One IPMI BMC on a loopback UDP port, by pyghmi, as set in the JSON file argv[1]:
    {"uuid", "port", "username", "password", "notify", "state"}
Every change is kept in the file `state` and PUT to `notify` in the shape of sushy-tools' notifications. SIGUSR1 switches
the system off, as its operating system would.
"""

import json
import os
import queue
import signal
import sys
import threading
import urllib.request

from pyghmi.ipmi import bmc
from pyghmi.ipmi.private import serversession, session

HMAC_SHA1 = 1
NO_MATCHING_SUITE = 0x11
_open_session = serversession.ServerSession.create_open_session_response


def _open_session_or_refuse(self, request):
    """pyghmi's BMC knows cipher suite 3 only, but accepts every proposal for it: refuse others, so that clients try 3."""
    if len(request) > 12 and request[12] != HMAC_SHA1:
        return bytearray([request[0], NO_MATCHING_SUITE, 0, 0]) + request[4:8]
    return _open_session(self, request)


serversession.ServerSession.create_open_session_response = _open_session_or_refuse
SOURCES = {"network": "Pxe", "pxe": "Pxe", "optical": "Cd"}
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
outbox = queue.Queue()


def deliver():
    """One thread, so that changes arrive in the order in which they happened."""
    while True:
        try:
            direct.open(outbox.get(), timeout=10).read()
        except OSError as error:
            print("notification failed:", error, file=sys.stderr, flush=True)


class LabBmc(bmc.Bmc):
    def __init__(self, settings):
        super().__init__(
            {settings["username"]: settings["password"]}, port=settings["port"], address="::ffff:127.0.0.1")
        self.settings, self.power, self.boot = settings, "off", "default"
        if os.path.exists(settings["state"]):
            with open(settings["state"]) as file:
                self.power, self.boot = json.load(file)

    def changed(self):
        with open(self.settings["state"], "w") as file:
            json.dump([self.power, self.boot], file)
        body = json.dumps({
            "uuid": self.settings["uuid"], "power_state": self.power.capitalize(),
            "boot_device": SOURCES.get(self.boot, "Hdd")}).encode()
        outbox.put(urllib.request.Request(
            self.settings["notify"], data=body, method="PUT", headers={"Content-Type": "application/json"}))

    def get_boot_device(self):
        return self.boot

    def set_boot_device(self, bootdevice):
        self.boot = bootdevice
        self.changed()

    def get_power_state(self):
        return self.power

    def is_active(self):
        return self.power == "on"

    def power_on(self):
        self.power = "on"
        self.changed()

    def power_off(self):
        self.power = "off"
        self.changed()

    power_shutdown = power_off

    def power_reset(self):
        self.power_off()
        self.power_on()

    power_cycle = power_reset

    def cold_reset(self):
        pass


threading.Thread(target=deliver, daemon=True).start()
with open(sys.argv[1]) as file:
    lab_bmc = LabBmc(json.load(file))
signal.signal(signal.SIGUSR1, lambda *_: lab_bmc.power_off())
print("ready", flush=True)
while True:
    session.Session.wait_for_rsp(30)
