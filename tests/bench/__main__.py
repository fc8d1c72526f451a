"""`python3 portal.py bench`: requests a second beside bare applications, as medians of ratios."""

import argparse
import itertools
import secrets
import shutil
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.inside import Inside, keys_for_participants, statements_and_bytes
from tests.bench.load import Result, measure
from tests.bench.postgresql import running_postgresql
from tests.bench.servers import Place, flask, memory_of, server

ROUNDS = 5
BARE = "tests.bench.bare:application"
PORTAL = "app.wsgi:application"


@dataclass(frozen=True)
class Measure:
    """One line of the table: what is asked of the portal, and what it stands beside."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    good: tuple[bytes, ...]
    beside: str
    goal: float | None


def request(path: str, *, cookie: str = "", body: str = "", port: int = 0) -> bytes:
    """Write one request as it goes over the wire."""
    method = "POST" if body else "GET"
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip"]
    if cookie:
        lines.append(f"Cookie: participant={cookie}")
    if body:
        lines += ["Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded"]
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def first_turn() -> Iterator[int]:
    """Begin somewhere else in each run: what one run wrote down stands there in the next."""
    return itertools.count(secrets.randbelow(2**23))


def always(path: str, port: int, cookie: str = "") -> Callable[[], Iterator[bytes]]:
    """Ask for the same page again and again."""
    line = request(path, cookie=cookie, port=port)
    return lambda: itertools.repeat(line)


def measures(inside: Inside, cookies: list[str], port: int) -> list[Measure]:
    """Return what is measured on one database."""
    cookie = cookies[0]
    turn = first_turn()

    def supports() -> Iterator[bytes]:
        while True:
            number = next(turn)
            who = cookies[number % len(cookies)]
            need = inside.numbers[(number * 7919 + number // len(cookies)) % len(inside.numbers)]
            yield request(f"/needs/n-{need:04d}/support", cookie=who, body="go=1", port=port)

    ok = (b"200",)
    lists = {
        "need list, first page": "/needs/",
        "need list, one area": f"/needs/?area={inside.area}",
        "need list, searched": f"/needs/?q={inside.word}",
        "need list, row 10,000": f"/needs/?after={inside.deep}",
    }
    one = f"/needs/n-{inside.numbers[0]:04d}"
    rows = [Measure("home, kept", always("/", port), ok, "hello", None)]
    rows += [Measure(f"{n}, kept", always(p, port), ok, "hello", 0.5) for n, p in lists.items()]
    rows += [Measure("one need, kept", always(one, port), ok, "hello", 0.5)]
    rows += [
        Measure(f"{name}, with a cookie", always(path, port, cookie), ok, "page", 0.4)
        for name, path in {
            "home": "/",
            **lists,
            "one need": one,
            "ward": f"/wards/{inside.ward}",
        }.items()
    ]
    rows.append(Measure("support (POST)", supports, (b"303",), "row", 0.4))
    return rows


def beside(
    inside: Inside, port: int
) -> dict[str, tuple[Callable[[], Iterator[bytes]], tuple[bytes, ...]]]:
    """Return the requests of the three bare applications."""
    turn = first_turn()

    def kept_rows() -> Iterator[bytes]:
        while True:
            need, participant = inside.free_pair(next(turn))
            yield request("/row", body=f"need={need}&participant={participant}", port=port)

    ok = (b"200",)
    return {
        "hello": (always("/hello", port), ok),
        "page": (always("/page", port), ok),
        "row": (kept_rows, ok),
    }


def compare(
    row: Measure,
    port: int,
    bare: tuple[Callable[[], Iterator[bytes]], tuple[bytes, ...]],
    bare_port: int,
    seconds: float,
) -> tuple[float, Result, Result]:
    """Measure both in turn, five times; return the median ratio and the median rounds."""
    ours, theirs, ratios = [], [], []
    # Each worker opens its connections and loads its templates before anything is measured.
    measure(port, row.requests, seconds=seconds / 2, good=row.good)
    measure(bare_port, bare[0], seconds=seconds / 2, good=bare[1])
    for _ in range(ROUNDS):
        ours.append(measure(port, row.requests, seconds=seconds, good=row.good))
        theirs.append(measure(bare_port, bare[0], seconds=seconds, good=bare[1]))
        ratios.append(ours[-1].per_second / max(1, theirs[-1].per_second))
    middle = sorted(range(ROUNDS), key=lambda place: ratios[place])[ROUNDS // 2]
    return statistics.median(ratios), ours[middle], theirs[middle]


def report(name: str, place: Place, small: Place, seconds: float) -> None:
    """Measure one database and print its table."""
    cookies = keys_for_participants(place, 2000)
    print(f"\n== {name}: {place.needs:,} needs ==")
    heads = f"{'what':38}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>9}{'ratio':>7} {'beside':8}{'goal':>5}"
    print(f"{heads}{'SQL':>5}{'bytes':>8}{'bad':>5}")
    with server(place, PORTAL) as (port, pid), server(place, BARE) as (bare_port, bare_pid):
        inside = Inside.of(place)
        bare = beside(inside, bare_port)
        for row in measures(inside, cookies, port):
            ratio, one, _theirs = compare(row, port, bare[row.beside], bare_port, seconds)
            first = next(row.requests())
            count, size = statements_and_bytes(place, first)
            goal = f"{row.goal:.1f}" if row.goal else ""
            print(
                f"{row.name:38}{one.per_second:8.0f}{one.p50:8.2f}{one.p99:9.2f}{ratio:7.2f} "
                f"{row.beside:8}{goal:>5}{count:5}{size:8}{one.bad:5}", flush=True,
            )  # fmt: skip
        ours, theirs = memory_of(pid), memory_of(bare_pid)
        print(
            f"memory of the two workers {ours[0]:.0f} MB (goal 280), of their parent "
            f"{ours[1]:.0f} MB; of the bare application {theirs[0]:.0f} and {theirs[1]:.0f} MB"
        )
        print(f"slowest home page beside two dribbling uploads: {beside_dribbling(port):.2f} s")
        flatness(place, small, port, cookies[0], seconds)


def flatness(place: Place, small: Place, port: int, cookie: str, seconds: float) -> None:
    """Compare lists of the large place with those of the small one."""
    small_cookie = keys_for_participants(small, 1)[0]
    with server(small, PORTAL) as (small_port, _pid):
        big, little = Inside.of(place), Inside.of(small)
        for name, path, small_path in (
            ("first", "/needs/", "/needs/"),
            ("one area", f"/needs/?area={big.area}", f"/needs/?area={little.area}"),
            ("deep", f"/needs/?after={big.deep}", f"/needs/?after={little.deep}"),
            ("searched", f"/needs/?q={big.word}", f"/needs/?q={little.word}"),
        ):
            ratios = []
            for _ in range(ROUNDS):
                large = measure(port, always(path, port, cookie), seconds=seconds, good=(b"200",))
                asked = always(small_path, small_port, small_cookie)
                other = measure(small_port, asked, seconds=seconds, good=(b"200",))
                ratios.append(other.per_second / max(1, large.per_second))
            print(
                f"list {name}: {statistics.median(ratios):.2f} x the time at {small.needs:,} needs"
            )


def beside_dribbling(port: int) -> float:
    """Send two bodies a byte at a time, and return the slowest of 20 home pages meanwhile."""
    stop = threading.Event()

    def dribble() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(
                f"POST /needs/new HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 5000\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
            )
            while not stop.wait(0.2):
                line.sendall(b"a")

    uploads = [threading.Thread(target=dribble, daemon=True) for _ in range(2)]
    for upload in uploads:
        upload.start()
    time.sleep(0.5)
    slowest = 0.0
    for turn in range(20):
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), 10) as line:
            line.sendall(request(f"/needs/?q=x{turn}", port=port))
            line.recv(1000)
        slowest = max(slowest, time.perf_counter() - began)
    stop.set()
    return slowest


def laid_out(
    folder: Path, name: str, url: str, needs: int, supports: int, participants: int
) -> Place:
    """Return a place of one size, laying it out the first time."""
    data_dir = folder / f"{name}-{needs}"
    place = Place(url or f"sqlite:///{data_dir / 'portal.sqlite3'}", data_dir, needs)
    done = data_dir / "done"
    if not done.exists():
        shutil.rmtree(data_dir, ignore_errors=True)
        data_dir.mkdir(parents=True)
        began = time.perf_counter()
        flask(place, "prepare")
        flask(
            place,
            "seed",
            "scale",
            "--needs",
            str(needs),
            "--supports",
            str(supports),
            "--participants",
            str(participants),
        )
        print(
            f"laid out {name} with {needs:,} needs in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        done.touch()
    return place


def main() -> None:
    """Read what is asked for and measure it."""
    words = argparse.ArgumentParser(prog="portal.py bench", description=__doc__)
    words.add_argument("--needs", type=int, default=100_000)
    words.add_argument("--supports", type=int, default=1_000_000)
    words.add_argument("--participants", type=int, default=50_000)
    words.add_argument("--seconds", type=float, default=2.0, help="of each round")
    words.add_argument("--only", choices=("sqlite", "postgresql"))
    words.add_argument("--folder", type=Path, default=Path("instance/bench"))
    asked = words.parse_args()
    folder = asked.folder.resolve()
    # PostgreSQL is made anew for each run, so nothing laid out there earlier counts.
    for old in folder.glob("postgresql-*"):
        shutil.rmtree(old)
    small = (1_000, 10_000, 2_000)
    if asked.only != "postgresql":
        big = laid_out(folder, "sqlite", "", asked.needs, asked.supports, asked.participants)
        report("SQLite", big, laid_out(folder, "sqlite", "", *small), asked.seconds)
    if asked.only != "sqlite":
        with running_postgresql() as url_of:
            big = laid_out(
                folder, "postgresql", url_of("big"), asked.needs, asked.supports, asked.participants
            )
            report(
                "PostgreSQL",
                big,
                laid_out(folder, "postgresql", url_of("small"), *small),
                asked.seconds,
            )


if __name__ == "__main__":
    main()
