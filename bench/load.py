"""Load: many connections that each send the next request when the last one is answered."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

MakeRequest = Callable[[], bytes]
"""The next request's body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What to send where, for how long, over how many connections that stay open."""

    port: int
    path: str
    headers: dict[str, str]
    connections: int = 8
    seconds: float = 1.5
    method: str = "POST"

    def rate(self, make: MakeRequest, expected: bytes) -> float:
        """Answers per second. Raises RuntimeError for a refusal, or doesn't hold `expected`."""
        return asyncio.run(self._rate(make, expected))

    async def _rate(self, make: MakeRequest, expected: bytes) -> float:
        start = time.perf_counter()
        end = start + self.seconds
        counts = await asyncio.gather(
            *(self._connection(make, expected, end) for _ in range(self.connections))
        )
        return sum(counts) / (time.perf_counter() - start)

    async def _connection(self, make: MakeRequest, expected: bytes, end: float) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        count = 0
        while time.perf_counter() < end:
            writer.write(self._request(make()))
            status, body = await _response(reader)
            if not 200 <= status < 300 or expected not in body:  # noqa: PLR2004 -- done
                raise RuntimeError(f"{status}: {body[:500].decode()}")
            count += 1
        writer.close()
        await writer.wait_closed()
        return count

    def once(self, make: MakeRequest) -> bytes:
        """The body of one answer."""
        return asyncio.run(self._once(make()))

    async def _once(self, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._request(body))
        _, answer = await _response(reader)
        writer.close()
        await writer.wait_closed()
        return answer

    def _request(self, body: bytes) -> bytes:
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            "Host: localhost",
            f"Content-Length: {len(body)}",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


async def _response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    return int(head.split(" ", 2)[1]), await reader.readexactly(int(length or 0))
