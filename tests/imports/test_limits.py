"""Time and memory that the command takes, in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import PROJECT_ROOT, Settings
from tests.conftest import FreshDatabase

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 200
MOST_SECONDS = 30
WORDS = "The bus is late and the shelter leaks and nobody says when the next one comes. " * 7


# Runs the command and then says how long it worked (not how long it waited for its turn on a busy
# machine) and how much memory it had at most. What the system counts for a child process would
# hold the memory of the tests, from before the command took its place.
MEASURED = """
import re, resource, sys
from pathlib import Path
from flask.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
    else:
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    used = resource.getrusage(resource.RUSAGE_SELF)
    print("used:", used.ru_utime + used.ru_stime, kilobytes)
"""


@dataclass
class Ran:
    """What came of a command."""

    code: int
    said: str
    seconds: float
    megabytes: float


def run(fresh: FreshDatabase, *words: str) -> Ran:
    """Run the command in a process of its own and measure it."""
    environment = {
        **os.environ,
        "PORTAL_DATABASE_URL": fresh.url,
        "PORTAL_DATA_DIR": str(fresh.folder),
        "PORTAL_DEMO": "yes",
    }
    assert Settings.from_environment(environment).database_url == fresh.url
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "--app", "app", "import", "needs", *words],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said, _word, used = done.stdout.rpartition("used:")
    seconds, kilobytes = map(float, used.split())
    return Ran(done.returncode, said, seconds, kilobytes / 1024)


def test_a_file_of_two_and_a_half_megabytes_takes_little_time_and_memory(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "needs.csv"
    lines = (
        f"{row},{WORDS} {row},Area {row % 20},Theme {row % 80},We look.\n" for row in range(4500)
    )
    path.write_text("id,said,area,topic,reply\n" + "".join(lines))
    assert path.stat().st_size > 2_500_000
    maps = ["code=id", "words=said", "area=area", "theme=topic", "answer=reply"]
    options = ["--source", "Survey", "--create", "area,theme", "--publish"]
    ran = run(fresh_database, str(path), *options, *(part for m in maps for part in ("--map", m)))
    assert ran.code == 0, ran.said
    assert "4,500 needs came in" in ran.said
    assert ran.seconds < MOST_SECONDS
    assert ran.megabytes < MOST_MEGABYTES


def test_a_cell_of_five_megabytes_is_a_refused_row_and_no_more(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "needs.csv"
    path.write_text("id,said\n1,A bus\n2," + "x" * 5_000_000 + "\n3,A train\n")
    options = ["--source", "Survey", "--map", "code=id", "--map", "words=said"]
    ran = run(fresh_database, str(path), *options)
    assert ran.code == 1
    assert "Row 3 (line 3): words: 5,000,000 characters, and 5,000 is the most." in ran.said
    assert ran.megabytes < MOST_MEGABYTES


def test_a_line_without_an_end_does_not_fill_the_memory(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "needs.csv"
    with path.open("w") as file:
        file.write('id,said\n1,A bus\n2,"')
        for _ in range(300):
            file.write("x" * 1_000_000)
    options = ["--source", "Survey", "--map", "code=id", "--map", "words=said"]
    ran = run(fresh_database, str(path), *options, "--leave-out-refused")
    assert ran.code == 1
    assert "Row 3 (line 3): It is longer than 8,000,000 characters." in ran.said
    assert ran.megabytes < MOST_MEGABYTES


def test_memory_does_not_grow_with_the_file(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    used = []
    for rows in (2_000, 40_000):
        path = tmp_path / f"{rows}.csv"
        path.write_text("id,said\n" + "".join(f"{row},{WORDS}\n" for row in range(rows)))
        options = ["--source", "Survey", "--map", "code=id", "--map", "words=said", "--check"]
        ran = run(fresh_database, str(path), *options)
        assert f"This would bring in {rows:,} needs" in ran.said
        used.append(ran.megabytes)
    assert used[1] - used[0] < 20
