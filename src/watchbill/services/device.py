"""Browsers that show reminders while no page is open (web push): each is one person's, and ends with the session there."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError
from watchbill.services.caller import Caller
from watchbill.services.session import digest_of
from watchbill.services.target import check_name, check_url
from watchbill.services.writing import Clock
from watchbill.storage.channel import Channel, ChannelRows
from watchbill.storage.database import Database
from watchbill.storage.secret import SecretRows

__all__ = ["Device", "DeviceService", "PushKey", "Subscription", "device_id"]

Device = Channel
MOST = 20
_KEY = "push-key"
_CURVE = ec.SECP256R1()
_POINT_BYTES = 65
_AUTH_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a browser gives to be pushed to: the address of its push service, and the keys that only it can open messages with."""

    endpoint: str
    p256dh: str
    auth: str
    name: str = ""


class PushKey:
    """The key pair by which push services know this server (VAPID, RFC 8292): one for all replicas."""

    def __init__(self, text: str) -> None:
        self.private = ec.derive_private_key(int.from_bytes(decode(text)), _CURVE)

    @classmethod
    def make(cls) -> str:
        """A new one as text: 32 bytes in base64 for addresses."""
        number = ec.generate_private_key(_CURVE).private_numbers().private_value
        return encode(number.to_bytes(32))

    @cached_property
    def public(self) -> str:
        """What browsers subscribe with."""
        return encode(public_bytes(self.private.public_key()))


class DeviceService:
    """A person's devices in a workspace. `key` is a key pair that the settings name; without it one is made and kept in the store."""

    def __init__(self, database: Database, clock: Clock, *, key: str = "") -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def key(self) -> PushKey:
        """Made at the first need; of several replicas that come at once, the first one's stays."""
        with self._database.read() as reader:
            known = self._key or SecretRows(reader.connection).find(_KEY, now=self._clock())
        if known:
            return PushKey(known)
        with self._database.begin() as tx:
            rows = SecretRows(tx.connection)
            rows.add_if_absent(_KEY, PushKey.make())
            return PushKey(rows.find(_KEY, now=self._clock()) or "")

    def list(self, caller: Caller) -> tuple[Device, ...]:
        """The caller's own, the oldest first."""
        caller.require_keys()
        with self._database.read(caller.workspace_id) as reader:
            return ChannelRows(reader.connection, caller.workspace_id).of(caller.user_id)

    def add(self, caller: Caller, given: Subscription, *, session: str | None) -> Device:
        """Send the workspace's reminders to this browser, too, as long as its session lasts. Only a person can.

        The same browser again is the same device, anew; what it was for somebody else ends. Raises INVALID_ENDPOINT, INVALID_KEYS.
        """
        caller.require_person("have a browser notified")
        caller.require("tasks:read")
        now = self._clock()
        device = Channel(
            workspace_id=caller.workspace_id,
            id=device_id(given.endpoint),
            kind="push",
            name=check_name(given.name or "A browser"),
            target=check_endpoint(given.endpoint),
            secret=_check_keys(given),
            events=("reminders",),
            cursor=0,
            retry_at=now,
            created_at=now,
            user_id=caller.user_id,
            session=session and digest_of(session),
        )
        with self._database.begin(caller.workspace_id) as tx:
            rows = ChannelRows(tx.connection, caller.workspace_id)
            rows.take_over(device.id, caller.user_id)
            rows.remove(device.id)
            _check_count(rows.of(caller.user_id))
            rows.add(device)
        return device

    def find(self, caller: Caller, id: str) -> Device:
        """One of the caller's own. Raises DEVICE_NOT_FOUND."""
        return _found(self.list(caller), id)

    def remove(self, caller: Caller, id: str) -> Device:
        """Send nothing there any more. Raises DEVICE_NOT_FOUND."""
        caller.require_keys()
        with self._database.begin(caller.workspace_id) as tx:
            rows = ChannelRows(tx.connection, caller.workspace_id)
            device = _found(rows.of(caller.user_id), id)
            rows.remove(id)
        return device


def device_id(endpoint: str) -> str:
    """The same for the same browser, who knows its own address; it tells nothing of it to others."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:32]


def check_endpoint(endpoint: str) -> str:
    """The address of a push service. Raises INVALID_ENDPOINT; whether it may be reached shows when something is sent."""
    try:
        return check_url(endpoint)
    except InvalidError as error:
        raise InvalidError.of(
            "endpoint", "The endpoint is not a web address.", hint="Send what the browser gave."
        ) from error


def _check_keys(given: Subscription) -> str:
    """Both keys as they are kept. Raises INVALID_KEYS."""
    try:
        point, auth = decode(given.p256dh), decode(given.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except (binascii.Error, ValueError):
        point, auth = b"", b""
    if (len(point), len(auth)) != (_POINT_BYTES, _AUTH_BYTES):
        raise InvalidError.of(
            "keys", "Those are not a browser's keys.", hint="Send what the browser gave."
        )
    return f"{encode(point)} {encode(auth)}"


def _check_count(others: Iterable[Device]) -> None:
    if len(tuple(others)) >= MOST:
        raise ConflictError(
            f"You have {MOST} devices, which is the most.", hint="Remove one that isn't used."
        )


def _found(devices: Iterable[Device], id: str) -> Device:
    for device in devices:
        if device.id == id:
            return device
    raise NotFoundError.of(
        "device", "You have no such device.", hint="List the devices for their ids."
    )


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """A point of the curve, as web push writes it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    """Base64 for addresses, without the signs that fill it up."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
