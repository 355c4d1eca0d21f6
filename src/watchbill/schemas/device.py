"""Devices on the wire: browsers that show reminders while no page is open."""

from pydantic import BaseModel, StrictStr

from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services import device as devices


class Device(BaseModel):
    """A browser of one's own. `id` is the start of the SHA-256 of its endpoint, which is never shown.

    `ended_at`, `error`: since when and why nothing is sent there any more, until it is added again.
    """

    id: str
    name: str
    error: str | None
    ended_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, device: devices.Device) -> "Device":
        return cls(
            id=device.id,
            name=device.name,
            error=device.error,
            ended_at=None if device.disabled_at is None else to_text(device.disabled_at),
            created_at=to_text(device.created_at),
        )


class DeviceList(BaseModel):
    """One's devices in this workspace, the oldest first. `key` is what a browser subscribes with (applicationServerKey)."""

    key: str
    devices: list[Device]


class Keys(Request):
    """What messages to a browser are sealed with, in base64 for addresses."""

    p256dh: StrictStr
    auth: StrictStr


class DeviceAdd(Request):
    """A browser's PushSubscription, and what to call it."""

    endpoint: StrictStr
    keys: Keys
    name: StrictStr = ""

    def subscription(self) -> devices.Subscription:
        """The same for the services."""
        return devices.Subscription(
            endpoint=self.endpoint, p256dh=self.keys.p256dh, auth=self.keys.auth, name=self.name
        )
