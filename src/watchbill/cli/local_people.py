"""People and channels in the store of this machine, in the owner's name."""

from dataclasses import dataclass

from watchbill.bootstrap import Services, build_ways
from watchbill.cli.people import DeviceVerb
from watchbill.cli.store import Json, read_settings
from watchbill.schemas.channel import Channel, ChannelChange
from watchbill.schemas.device import Device, DeviceList
from watchbill.services.caller import Caller
from watchbill.services.channel import Channel as Target


@dataclass(frozen=True, slots=True)
class LocalPeople:
    """The services themselves."""

    services: Services
    caller: Caller

    def edit_channel(self, id: str, wanted: Json) -> Json:
        edited = self.services.channels.edit(self.caller, id, ChannelChange(**wanted).edit())
        return Channel.of(edited).model_dump(mode="json")

    def try_channel(self, id: str) -> Json:
        return self._try(self.services.channels.find(self.caller, id))

    def devices(self) -> Json:
        devices = self.services.devices
        found = [Device.of(one) for one in devices.list(self.caller)]
        return DeviceList(key=devices.key().public, devices=found).model_dump(mode="json")

    def change_device(self, verb: DeviceVerb, id: str) -> Json:
        if verb == "test":
            return self._try(self.services.devices.find(self.caller, id))
        return Device.of(self.services.devices.remove(self.caller, id)).model_dump(mode="json")

    def _try(self, channel: Target) -> Json:
        from watchbill.delivery.trial import try_out  # noqa: PLC0415 -- the command line stays light without it

        ways = build_ways(read_settings(), self.services)
        try:
            return try_out(ways, channel, self.services.clock).model_dump(mode="json")
        finally:
            ways.close()
