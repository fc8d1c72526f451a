"""A small load generator: keep-alive connections, each sending its next request at once."""

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CONNECTIONS = 16
HEADER_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Result:
    """What one round measured."""

    per_second: float
    p50: float
    p99: float
    bytes_each: int
    bad: int


class _Line:
    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.requests = requests
        self.port = port
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self) -> None:
        self.buffer = b""
        self.began = time.perf_counter()
        self.socket.sendall(next(self.requests))

    def read(self) -> bytes | None:
        """Return the whole answer once it is there."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError
        self.buffer += piece
        head, found, body = self.buffer.partition(HEADER_END)
        if not found:
            return None
        lower = head.lower()
        place = lower.find(b"content-length:")
        if place < 0:
            return self.buffer if b"\r\n0\r\n\r\n" in self.buffer or b" 304 " in head else None
        length = int(
            lower[place + 15 : lower.find(b"\r\n", place) if b"\r\n" in lower[place:] else None]
        )
        return self.buffer if len(body) >= length else None


def measure(
    port: int,
    make: Callable[[], Iterator[bytes]],
    *,
    seconds: float,
    good: tuple[bytes, ...],
    connections: int = CONNECTIONS,
) -> Result:
    """Send requests for some seconds and return what came of it."""
    chooser = selectors.DefaultSelector()
    lines = [_Line(port, make()) for _ in range(connections)]
    for line in lines:
        chooser.register(line.socket, selectors.EVENT_READ, line)
        line.send()
    times, size, bad = [], 0, 0
    began = time.perf_counter()
    while (now := time.perf_counter()) < began + seconds:
        for key, _events in chooser.select(timeout=1):
            line = key.data
            answer = line.read()
            if answer is None:
                continue
            times.append(time.perf_counter() - line.began)
            size += len(answer)
            bad += not answer.startswith(good, 9)
            line.send()
    for line in lines:
        chooser.unregister(line.socket)
        line.socket.close()
    times.sort()
    count = max(1, len(times))
    return Result(
        per_second=len(times) / (now - began),
        p50=times[len(times) // 2] * 1000 if times else 0,
        p99=times[int(len(times) * 0.99)] * 1000 if times else 0,
        bytes_each=size // count,
        bad=bad,
    )
