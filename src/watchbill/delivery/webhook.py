"""Signed webhooks, as Standard Webhooks has them: one message, one id, however often it is sent."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import httpx2

from watchbill import __version__
from watchbill.delivery.address import Resolve, look_up, pin
from watchbill.delivery.failure import NotSentError
from watchbill.services.channel import SECRET_PREFIX, Channel

PATIENCE = 15.0
"""Seconds that an endpoint has to answer."""
_AGENT = f"Watchbill/{__version__}"


@dataclass(frozen=True, slots=True)
class Message:
    """What a webhook gets. A message that is sent again has the same id, so whoever keeps ids never counts it twice."""

    id: str
    body: bytes


def sign(secret: str, message: Message, timestamp: int) -> str:
    """The signature over id, time and body: `v1,` and base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message.id}.{timestamp}.".encode() + message.body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


class WebhookSender:
    """Posts messages. Follows no redirect, uses no proxy, and reads nothing of the answer but its status."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = look_up,
        patience: float = PATIENCE,
    ) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._client = httpx2.Client(timeout=patience, trust_env=False)

    def send(self, channel: Channel, message: Message, *, now: datetime) -> None:
        """Raises NotSentError for every answer but 2xx; 410 says that the endpoint is gone."""
        place = pin(channel.target, allow_private=self._allow_private, resolve=self._resolve)
        timestamp = int(now.timestamp())
        headers = {
            "Host": place.host,
            "Content-Type": "application/json",
            "User-Agent": _AGENT,
            "webhook-id": message.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(channel.secret, message, timestamp),
        }
        request = self._client.build_request(
            "POST",
            place.url,
            content=message.body,
            headers=headers,
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
            is_gone = answer.status_code == HTTPStatus.GONE
            raise NotSentError(f"It answered HTTP {answer.status_code}.", is_gone=is_gone)

    def close(self) -> None:
        self._client.close()
