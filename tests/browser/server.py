"""The real web server over a database of its own, as `portal.py run` starts it."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.settings import PROJECT_ROOT
from tests.databases import end_with_parent, free_port

START_WITHIN = 60
STOP_WITHIN = 15


@dataclass(frozen=True)
class Portal:
    """A portal that answers on this machine."""

    address: str
    database_url: str
    log: Path

    def said(self) -> str:
        """Return what the server wrote down."""
        return self.log.read_text()


def environment(url: str, folder: Path, address: str = "") -> dict[str, str]:
    """Return the environment of a portal: ours, without any setting of a portal but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {
        **kept,
        "PORTAL_DEMO": "yes",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_ADDRESS": address or "http://127.0.0.1:8000",
        "PORTAL_LOG_REQUESTS": "no",
    }


def prepare(url: str, folder: Path) -> str:
    """Bring a database up to date and lay the demo place out; return what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "prepare"],
        cwd=PROJECT_ROOT,
        env=environment(url, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"flask prepare failed:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def running(
    url: str, folder: Path, *, workers: int = 1, name: str = "127.0.0.1", **settings: str
) -> Iterator[Portal]:
    """Run the web server over a database on a free port, until no longer needed.

    `name` is how browsers call this machine: passkeys need one that is no number.
    `settings` are those of the environment, such as PORTAL_LOG_REQUESTS="yes".
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    address = f"http://{name}:{port}"
    log = folder / "server.log"
    size = [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    where = ["--host", "127.0.0.1", "--port", str(port), "--working-dir", str(PROJECT_ROOT)]
    with log.open("w") as into:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *(*size, *where, "app.wsgi:application"),
            ],
            cwd=PROJECT_ROOT,
            env=environment(url, folder, address) | settings,
            stdout=into,
            stderr=into,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - it only asks the system for one thing
        )
    try:
        wait_until_ready(server, port, log, settings.get("PORTAL_ADDRESS", address))
        yield Portal(address, url, log)
    finally:
        stop(server)


def wait_until_ready(
    server: subprocess.Popen[bytes], port: int, log: Path, address: str = ""
) -> None:
    """Wait until the server and its database answer."""
    host = urlsplit(address).netloc or f"127.0.0.1:{port}"
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and server.poll() is None:
        if is_ready(port, host):
            return
        time.sleep(0.1)
    raise AssertionError(f"The web server did not start. It said:\n{log.read_text()}")


def is_ready(port: int, host: str) -> bool:
    """Ask the server once."""
    with (
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        contextlib.suppress(OSError, http.client.HTTPException),
    ):
        connection.request("GET", "/health/ready", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """Let the server finish; end it when it takes too long."""
    server.terminate()
    try:
        server.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
