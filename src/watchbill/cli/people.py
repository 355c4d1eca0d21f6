"""What the commands do with people, their devices and the channels, here and on a server alike."""

from typing import Literal, Protocol

from watchbill.cli.store import Json

DeviceVerb = Literal["remove", "test"]


class People(Protocol):
    """Each raises WatchbillError with the same codes on either side. Answers are REST's JSON."""

    def edit_channel(self, id: str, wanted: Json) -> Json: ...
    def try_channel(self, id: str) -> Json: ...
    def devices(self) -> Json: ...
    def change_device(self, verb: DeviceVerb, id: str) -> Json: ...
