"""One POST to an address that somebody named: looked up once, checked, pinned."""

from collections.abc import Mapping
from http import HTTPStatus

import httpx2

from watchbill import __version__
from watchbill.delivery.address import Resolve, look_up, pin
from watchbill.delivery.failure import NotSentError

PATIENCE = 15.0
"""Seconds that an endpoint has to answer."""
AGENT = f"Watchbill/{__version__}"


class Poster:
    """Follows no redirect, uses no proxy, and reads nothing of the answer but its status."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = look_up,
        patience: float = PATIENCE,
    ) -> None:
        self.allow_private = allow_private
        self._resolve = resolve
        self._client = httpx2.Client(timeout=patience, trust_env=False)

    def post(
        self,
        target: str,
        content: bytes,
        headers: Mapping[str, str],
        *,
        gone: tuple[int, ...] = (HTTPStatus.GONE,),
    ) -> None:
        """Raises NotSentError for every answer but 2xx; those in `gone` say that the endpoint is no more."""
        place = pin(target, allow_private=self.allow_private, resolve=self._resolve)
        request = self._client.build_request(
            "POST",
            place.url,
            content=content,
            headers={"Host": place.host, "User-Agent": AGENT, **headers},
            extensions={"sni_hostname": place.name},
        )
        try:
            answer = self._client.send(request, stream=True)
        except httpx2.TimeoutException:
            raise NotSentError("It didn't answer in time.") from None
        except httpx2.TransportError:
            raise NotSentError("It can't be reached.") from None
        answer.close()
        if not answer.is_success:
            is_gone = answer.status_code in gone
            raise NotSentError(f"It answered HTTP {answer.status_code}.", is_gone=is_gone)

    def close(self) -> None:
        self._client.close()
