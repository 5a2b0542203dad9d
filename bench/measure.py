"""Runs a command to its end and says what it took."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass

@dataclass(frozen=True)
class Run:
    """Wall seconds, CPU seconds of the command and all its children, and the sum of the peak resident bytes of those that ran at one time."""

    wall: float
    cpu: float
    rss: int
    out: str
    err: str
    status: int


def run(command, env=None, cwd=None):
    """Runs `command` (a list). Memory is the kernel's own peak of each process, looked at every 20 ms; wait4's would be that of the parent."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=cwd)
    watch = _Watch(process.pid)
    watch.start()
    texts = {}
    readers = [threading.Thread(target=lambda n=n, s=s: texts.__setitem__(n, s.read())) for n, s in (("out", process.stdout), ("err", process.stderr))]
    for reader in readers:
        reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    for reader in readers:
        reader.join()
    return Run(wall, usage.ru_utime + usage.ru_stime, watch.finish(), texts["out"], texts["err"], process.returncode)


class _Watch(threading.Thread):
    """The most memory that a process and its descendants had at one time."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self._pid = pid
        self._peak = 0
        self._done = threading.Event()

    def run(self):
        while not self._done.wait(0.02):
            self._peak = max(self._peak, _resident(self._pid))

    def finish(self):
        self._done.set()
        self.join()
        return self._peak


def _resident(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            mine = next((int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM")), 0)
        children = []
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as listed:
                children += listed.read().split()
    except OSError:
        return 0
    return mine + sum(_resident(int(child)) for child in children)
