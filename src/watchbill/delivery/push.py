"""Web push (RFC 8030): a message that only the one browser can open (RFC 8291), under a name that its service knows (RFC 8292)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from watchbill.delivery.failure import NotSentError
from watchbill.delivery.post import Poster
from watchbill.services.channel import Channel
from watchbill.services.device import PushKey, decode, public_bytes

KEPT = timedelta(days=1)
"""How long a push service keeps what it can't hand over: as long as we would try."""
_TOKEN_LIFETIME = timedelta(hours=12)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_RECORD = 4096
_CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a browser gets. A later one with the same id takes the place of an earlier one that waits at the service."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSender:
    """Sends under the key that `find_key` gives; `contact` is where the server's owner can be asked about it."""

    poster: Poster
    find_key: Callable[[], PushKey]
    contact: str

    def send(self, channel: Channel, message: Pushed, *, now: datetime) -> None:
        """Raises NotSentError; 404 and 410 say that the browser wants no more."""
        if not (channel.target.startswith("https://") or self.poster.allow_private):
            raise NotSentError("A push service is reached by https alone.")
        key = self.find_key()
        point, auth = map(decode, channel.secret.split())
        body = seal(message.body, point, auth)
        headers = {
            "Authorization": f"vapid t={self._token(key, channel.target, now)}, k={key.public}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(KEPT.total_seconds())),
            "Topic": message.id,
            "Urgency": "high",
        }
        self.poster.post(channel.target, body, headers, gone=_GONE)

    def _token(self, key: PushKey, endpoint: str, now: datetime) -> str:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": now + _TOKEN_LIFETIME,
            "sub": self.contact,
        }
        return jwt.encode(claims, key.private, algorithm="ES256")


def seal(body: bytes, point: bytes, auth: bytes) -> bytes:
    """Encrypt for the browser with this public key and this secret, with a key pair and a salt made for this one message."""
    return seal_with(ec.generate_private_key(_CURVE), os.urandom(16), body, (point, auth))


def seal_with(
    own: ec.EllipticCurvePrivateKey, salt: bytes, body: bytes, reader: tuple[bytes, bytes]
) -> bytes:
    """The same with this pair and this salt: one record of RFC 8188, under keys that RFC 8291 derives."""
    point, auth = reader
    sender = public_bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point))
    secret = _derive(shared, auth, b"WebPush: info\0" + point + sender, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, body + b"\2", None)
    return salt + _RECORD.to_bytes(4) + bytes([len(sender)]) + sender + sealed


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
