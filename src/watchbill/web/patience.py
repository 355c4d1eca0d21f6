"""Streams to readers who may be slow: each is waited for, and not for ever."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping

from starlette.responses import StreamingResponse
from starlette.types import Message, Send

log = logging.getLogger("watchbill.web")


class PatientStream(StreamingResponse):
    """Server-sent events that end where the reader takes nothing for so many seconds.

    Nothing is kept for whoever is slow but what the connection itself holds, and the piece that waits: the next one is made when
    that is taken. Who was cut off goes on with the number of the last event that it has.
    """

    def __init__(
        self,
        events: AsyncGenerator[bytes],
        *,
        patience: float,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self._events = events
        self._patience = patience

    async def stream_response(self, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            await asyncio.wait_for(send(message), self._patience)

        try:
            await super().stream_response(send_in_time)
        except TimeoutError:
            log.info("a reader of a stream took nothing for %s s and was cut off", self._patience)
        finally:
            await self._events.aclose()
