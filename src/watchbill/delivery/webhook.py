"""Signed webhooks, as Standard Webhooks has them: one message, one id, however often it is sent."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from watchbill.delivery.post import Poster
from watchbill.services.channel import SECRET_PREFIX, Channel


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


def send_message(poster: Poster, channel: Channel, message: Message, *, now: datetime) -> None:
    """Post it, signed. Raises NotSentError; 410 says that the endpoint is gone."""
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(channel.secret, message, timestamp),
    }
    poster.post(channel.target, message.body, headers)
