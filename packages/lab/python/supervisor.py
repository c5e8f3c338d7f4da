"""Starts processes, each in a session of its own, and ends every one of them when standard input closes.

Commands come as JSON, one a line:
    {"start": {"id", "argv", "env", "cwd", "log"}}    {"signal": {"id", "signal": 9}}
and are answered, as things happen, by
    {"started": {"id", "pid"}}    {"failed": {"id", "error"}}    {"exited": {"id", "code", "signal"}}

The operating system closes the pipe however the other side ends, SIGKILL included, and whatever shell sits between. As
a child subreaper this process also inherits, and so can end, what a process of the lab left behind.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

processes = {}
wake_read, wake_write = os.pipe()
os.set_blocking(wake_read, False)
os.set_blocking(wake_write, False)
signal.set_wakeup_fd(wake_write)
signal.signal(signal.SIGCHLD, lambda *_: None)
for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(ignored, signal.SIG_IGN)


def say(**message):
    try:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    except OSError:
        pass


def restore_signals():
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_DFL)


def start(id, argv, env, cwd, log):
    try:
        with open(log, "ab") as out:
            child = subprocess.Popen(
                argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True, preexec_fn=restore_signals)
    except OSError as error:
        say(failed={"id": id, "error": str(error)})
        return
    processes[child.pid] = id
    say(started={"id": id, "pid": child.pid})


def send(id, number):
    for pid, name in processes.items():
        if name == id:
            try:
                os.killpg(pid, number)
            except ProcessLookupError:
                pass


def reap():
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        id = processes.pop(pid, None)
        if id is None:
            continue
        try:
            os.killpg(pid, signal.SIGKILL)  # what the leader leaves behind in its session
        except (ProcessLookupError, PermissionError):
            pass
        code = os.waitstatus_to_exitcode(status)
        say(exited={"id": id, "code": code if code >= 0 else None, "signal": -code if code < 0 else None})


def orphans():
    """Children of this process, adopted ones too."""
    with open(f"/proc/self/task/{os.getpid()}/children") as children:
        return [int(pid) for pid in children.read().split()]


def end():
    for pid in list(processes):
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    for _ in range(100):
        reap()
        try:
            left = orphans()
        except OSError:
            left = list(processes)
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        select.select([wake_read], [], [], 0.05)


buffer = b""
say(ready=True)
while True:
    readable, _, _ = select.select([0, wake_read], [], [])
    if wake_read in readable:
        try:
            os.read(wake_read, 4096)
        except BlockingIOError:
            pass
        reap()
    if 0 in readable:
        chunk = os.read(0, 65536)
        if not chunk:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            command = json.loads(line)
            if "start" in command:
                start(**command["start"])
            else:
                send(command["signal"]["id"], command["signal"]["signal"])
end()
