"""People, their devices and the channels of a server, through REST."""

from collections.abc import Callable
from dataclasses import dataclass

from watchbill.cli.people import DeviceVerb
from watchbill.cli.store import Json


@dataclass(frozen=True, slots=True)
class RemotePeople:
    """Every use case is one request, which `ask` sends; `place` writes a name in an address."""

    ask: Callable[..., Json]
    place: Callable[[str], str]

    def edit_channel(self, id: str, wanted: Json) -> Json:
        return self.ask("PATCH", f"/channels/{self.place(id)}", body=wanted)

    def try_channel(self, id: str) -> Json:
        return self.ask("POST", f"/channels/{self.place(id)}/test")

    def devices(self) -> Json:
        return self.ask("GET", "/devices")

    def change_device(self, verb: DeviceVerb, id: str) -> Json:
        place = f"/devices/{self.place(id)}"
        return self.ask("DELETE", place) if verb == "remove" else self.ask("POST", f"{place}/test")
