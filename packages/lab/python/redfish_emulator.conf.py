"""Configuration of sushy-emulator, which executes it: the systems of one BMC, read from the JSON file LAB_BMC.

sushy-tools' fake systems have power, boot device, boot mode and virtual media. The rest of what Ironic's out-of-band
inspection asks for is filled in here from the hosts' hardware.
"""

import collections.abc
import copy
import json
import os
import re

import flask
import jinja2
from sushy_tools.emulator import main, memoize
from sushy_tools.emulator.resources.systems import fakedriver
from werkzeug import serving

# Headers and body leave in two packets; without this the second waits 40 ms for the first one's acknowledgement.
serving.WSGIRequestHandler.disable_nagle_algorithm = True


class _Server(serving.ThreadedWSGIServer):
    """TLS handshakes belong into the thread of their connection: in the loop that accepts, a slow client holds up all."""

    request_queue_size = 1024

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.socket.do_handshake_on_connect = False


serving.ThreadedWSGIServer = _Server


class _Memory(collections.abc.MutableMapping):
    """State that lives as long as the process. sushy-tools opens an sqlite file for each access, and with many hosts
    answers 500, "database is locked"."""

    def __init__(self):
        self._values = {}

    def make_permanent(self, path, file):
        """What sushy-tools calls before the first use."""

    def __getitem__(self, key):
        return copy.deepcopy(self._values[key])

    def __setitem__(self, key, value):
        self._values[key] = copy.deepcopy(value)

    def __delitem__(self, key):
        del self._values[key]

    def __iter__(self):
        return iter(list(self._values))

    def __len__(self):
        return len(self._values)


memoize.PersistentDict = _Memory

with open(os.environ["LAB_BMC"]) as _file:
    _LAB = json.load(_file)
_HOSTS = {host["uuid"]: host for host in _LAB["hosts"]}

SUSHY_EMULATOR_FAKE_DRIVER = True
SUSHY_EMULATOR_FAKE_SYSTEMS = [
    {
        "uuid": host["uuid"], "name": host["name"], "power_state": "Off", "external_notifier": True,
        "nics": [{"mac": mac, "ip": "192.0.2.1"} for mac in host["macs"]],
    }
    for host in _LAB["hosts"]
]
EXTERNAL_NOTIFICATION_URL = _LAB["notify"]
SUSHY_EMULATOR_STATE_DIR = _LAB["state"]
SUSHY_EMULATOR_AUTH_FILE = _LAB["passwords"]
SUSHY_EMULATOR_SSL_CERT = _LAB["cert"]
SUSHY_EMULATOR_SSL_KEY = _LAB["key"]

SUSHY_EMULATOR_STORAGE = {
    uuid: [{"Id": "1", "Name": "Local Storage", "Drives": [disk["id"] for disk in host["disks"]],
            "StorageControllers": [{"MemberId": "0", "Name": "Lab Storage Controller", "SpeedGbps": 12}]}]
    for uuid, host in _HOSTS.items()
}
SUSHY_EMULATOR_DRIVES = {
    (uuid, "1"): [{"Id": disk["id"], "Name": disk["name"], "CapacityBytes": disk["bytes"],
                   "Protocol": disk["protocol"]} for disk in host["disks"]]
    for uuid, host in _HOSTS.items()
}
SUSHY_EMULATOR_VOLUMES = {(uuid, "1"): [] for uuid in _HOSTS}

_OF_SYSTEM = re.compile(r"/redfish/v1/(?:Systems|Managers)/([^/]+)")
_flapping = set()


def _trouble():
    """What the lab wants this system's BMC to do wrongly."""
    found = _OF_SYSTEM.match(flask.request.path)
    if not found:
        return None, None
    with open(_LAB["troubles"]) as file:
        return found[1], json.loads(file.read() or "{}").get(found[1])


def _refusal(status, code, message):
    return flask.jsonify({"error": {"code": f"Base.1.8.{code}", "message": message}}), status


@main.app.before_request
def _misbehave():
    _, trouble = _trouble()
    path, changes = flask.request.path, flask.request.method != "GET"
    if trouble == "error":
        return _refusal(500, "InternalError", "The request failed due to an internal service error.")
    if trouble == "forbidden" and changes:
        return _refusal(403, "InsufficientPrivilege", "The account has insufficient privilege for this.")
    if trouble == "no-power" and path.endswith("/Actions/ComputerSystem.Reset"):
        return _refusal(400, "ActionNotSupported", "The action ComputerSystem.Reset is not supported by the resource.")
    if trouble == "no-boot-device" and changes and "Boot" in (flask.request.get_json(silent=True) or {}):
        return _refusal(400, "PropertyNotWritable", "The property Boot is a read only property and cannot be assigned a value.")
    if trouble == "no-media" and path.endswith("/VirtualMedia.InsertMedia"):
        return _refusal(400, "ResourceInUse", "The virtual media device is in use by another session.")
    return None


@main.app.after_request
def _flap(response):
    identity, trouble = _trouble()
    if trouble == "flapping" and flask.request.method == "GET" and flask.request.path.count("/") == 4:
        body = response.get_json(silent=True)
        if body and "PowerState" in body:
            _flapping.symmetric_difference_update({identity})
            body["PowerState"] = "On" if identity in _flapping else "Off"
            response.set_data(json.dumps(body))
    return response


# sushy-tools gives every drive of every system one and the same serial number, model and vendor; these have none.
_DRIVE = """{
    "@odata.type": "#Drive.v1_4_0.Drive",
    "@odata.id": {{ ("/redfish/v1/Systems/%s/Storage/%s/Drives/%s" | format(identity, storage_id, drive['Id'])) | tojson }},
    "Id": {{ drive['Id'] | tojson }},
    "Name": {{ drive['Name'] | tojson }},
    "CapacityBytes": {{ drive['CapacityBytes'] }},
    "Protocol": {{ drive['Protocol'] | tojson }},
    "Status": {"State": "Enabled", "Health": "OK"}
}"""
main.app.jinja_loader = jinja2.ChoiceLoader([jinja2.DictLoader({"drive.json": _DRIVE}), main.app.jinja_loader])


class _NoDelay:
    """Power changes apply at the next read; the driver's own delay is random, up to 11 s."""

    @staticmethod
    def randint(low, high):
        return 0


fakedriver.random = _NoDelay
_BIOS = {"BootMode": "Uefi", "ProcTurboMode": "Enabled", "EmbeddedSata": "Ahci"}
_VERSIONS = {"BiosVersion": _LAB["biosVersion"]}


def _stored(key, default):
    """A dictionary kept with the system: its getter, its merging setter and its reset."""

    def get(self, identity):
        return {**default, **(self._get(identity).get(key) or {})}

    def put(self, identity, values):
        self._update(identity, **{key: {**get(self, identity), **values}})

    def reset(self, identity):
        self._update(identity, **{key: dict(default)})

    return get, put, reset


def _host(driver, identity):
    return _HOSTS[driver.uuid(identity)]


_Driver = fakedriver.FakeDriver
_Driver.get_total_cpus = lambda self, identity: _host(self, identity)["cpus"]
_Driver.get_total_memory = lambda self, identity: _host(self, identity)["memoryGiB"]
_Driver.get_processors = lambda self, identity: [{
    "id": "CPU0", "socket": "CPU 0", "vendor": "Lab", "model": _host(self, identity)["cpuModel"],
    "cores": str(_host(self, identity)["cpus"]), "threads": str(_host(self, identity)["cpus"])}]
_Driver.get_simple_storage_collection = lambda self, identity: {
    "local": {"Id": "local", "Name": "Local Storage", "DeviceList": [
        {"Name": disk["name"], "CapacityBytes": disk["bytes"]} for disk in _host(self, identity)["disks"]]}}
_Driver.get_bios, _Driver.set_bios, _Driver.reset_bios = _stored("bios", _BIOS)
_Driver.get_versions, _Driver.set_versions, _Driver.reset_versions = _stored("versions", _VERSIONS)
# sushy-tools hands the URI over without its system; the boot source alone says what boots.
_Driver.get_http_boot_uri = lambda self, identity: None
_Driver.set_http_boot_uri = lambda self, uri: None
_Driver.find_or_create_storage_volume = lambda self, data: data.get("Id")
