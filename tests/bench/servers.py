"""Starting the portal and the bare applications on the same server, and preparing their data."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH_SECRET = "only-for-measuring-on-this-machine-0123456789"


@dataclass(frozen=True)
class Place:
    """A database with made-up data of one size."""

    url: str
    data_dir: Path
    needs: int

    def environment(self, port: int) -> dict[str, str]:
        """Return the environment of a server on this database."""
        return {
            **os.environ,
            "MALLOC_ARENA_MAX": "2",  # as portal.py starts it
            "PORTAL_SECRET": BENCH_SECRET,
            "PORTAL_DATABASE_URL": self.url,
            "PORTAL_DATA_DIR": str(self.data_dir),
            "PORTAL_LOG_REQUESTS": "no",
            "PORTAL_ADDRESS": f"http://127.0.0.1:{port}",
            "PORT": str(port),
        }


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def flask(place: Place, *words: str) -> None:
    """Run a command of the portal on a place."""
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    subprocess.run(command, cwd=ROOT, env=place.environment(8000), check=True)


@contextmanager
def server(place: Place, target: str) -> Iterator[tuple[int, int]]:
    """Run granian with two workers of four blocking threads; give its port and process."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "error",
        "--no-access-log", target,
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=place.environment(port), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(1)
            return
    raise RuntimeError("The server did not start within 20 seconds.")


def memory_of(pid: int) -> tuple[float, float]:
    """Return the resident memory of a server's workers together, and of its parent, in megabytes.

    What the two workers share (the pages of Python's own libraries) counts in each of them.
    """
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = re.sub(r"\(.*\)", "x", entry.read_text()).split()
        except OSError:
            continue
        children.setdefault(int(fields[3]), []).append(int(fields[0]))
    wanted, workers = list(children.get(pid, [])), 0.0
    while wanted:
        one = wanted.pop()
        wanted += children.get(one, [])
        workers += _resident(one)
    return workers, _resident(pid)


def _resident(pid: int) -> float:
    match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(match[1]) / 1024 if match else 0.0
