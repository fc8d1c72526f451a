import codecs
from pathlib import Path

import pytest

from app.imports.encoding import PIECE, UTF_8, UTF_8_WITH_HALVES, WINDOWS, encoding_of
from app.imports.problems import FileProblem


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "needs.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"said\nA bus\n", UTF_8),
        ("said\nŁódź, 公園, مدرسة, 🚌\n".encode(), UTF_8),
        (codecs.BOM_UTF8 + "said\nA café\n".encode(), UTF_8),
        ("said\nA café – “nice”\n".encode("cp1252"), WINDOWS),
        (b"said\nhalf \xed\xa0\x80 here\n", UTF_8_WITH_HALVES),
    ],
)
def test_how_letters_are_written_is_found_out(
    tmp_path: Path, content: bytes, encoding: object
) -> None:
    assert encoding_of(written(tmp_path, content)) == encoding


def test_a_file_that_mixes_two_ways_is_refused_with_both_lines(tmp_path: Path) -> None:
    mixed = "said\nA café\n".encode() + "a crèche\n".encode("cp1252")
    with pytest.raises(FileProblem, match=r"line 2 is UTF-8 and line 3 is not"):
        encoding_of(written(tmp_path, mixed))
    assert encoding_of(written(tmp_path, mixed), "windows-1252") == WINDOWS


def test_a_file_said_to_be_utf_8_that_is_not_is_refused_with_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, "said\nA café\n".encode("cp1252"))
    with pytest.raises(FileProblem, match="Line 2 of this file is not UTF-8"):
        encoding_of(path, "utf-8")


@pytest.mark.parametrize("wanted", ["auto", "windows-1252"])
def test_bytes_that_no_letter_has_are_refused_with_the_line(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(FileProblem, match="Line 3 of this file is neither"):
        encoding_of(written(tmp_path, b"said\nfine\n\x81\x8d\n"), wanted)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_gets_a_sentence_that_says_what_to_do(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "code,said\n1,A bus\n".encode(encoding))
    with pytest.raises(FileProblem, match=r"written as UTF-(16|32)\. Open it in your spreadsheet"):
        encoding_of(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"PK\x03\x04more", "spreadsheet"), (b"%PDF-1.7", "PDF"), (b"", "nothing")],
)
def test_what_is_no_csv_file_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(FileProblem, match=what):
        encoding_of(written(tmp_path, content))


@pytest.mark.parametrize("shift", range(5))
def test_a_letter_across_two_pieces_of_a_long_line_is_not_taken_for_a_mix(
    tmp_path: Path, shift: int
) -> None:
    # The half character at the end makes the lines be looked at one by one.
    line = "x" * (PIECE - 3 - shift) + "é公🚌" + "y" * PIECE
    content = f"said\n{line}\n".encode() + b"\xed\xa0\x80\n"
    assert encoding_of(written(tmp_path, content)) == UTF_8_WITH_HALVES
