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

    def members(self) -> Json:
        return self.ask("GET", "/members")

    def set_role(self, name: str, role: str) -> Json:
        return self.ask("PATCH", f"/members/{self.place(name)}", body={"role": role})

    def remove_member(self, name: str) -> Json:
        return self.ask("DELETE", f"/members/{self.place(name)}")

    def invitations(self) -> Json:
        return self.ask("GET", "/invitations")

    def invite(self, role: str, note: str) -> Json:
        return self.ask("POST", "/invitations", body={"role": role, "note": note})

    def withdraw(self, id: str) -> Json:
        return self.ask("DELETE", f"/invitations/{self.place(id)}")

    def workspaces(self) -> Json:
        return self.ask("GET", "/workspaces")

    def add_workspace(self, name: str) -> Json:
        return self.ask("POST", "/workspaces", body={"name": name})

    def rename_workspace(self, name: str) -> Json:
        return self.ask("PATCH", "/workspace", body={"name": name})

    def sessions(self) -> Json:
        return self.ask("GET", "/sessions")

    def end_session(self, id: str) -> Json:
        return self.ask("DELETE", f"/sessions/{self.place(id)}")

    def feeds(self) -> Json:
        return self.ask("GET", "/feeds")

    def add_feed(self, wanted: Json) -> Json:
        return self.ask("POST", "/feeds", body=wanted)

    def end_feed(self, id: str) -> Json:
        return self.ask("DELETE", f"/feeds/{self.place(id)}")

    def edit_channel(self, id: str, wanted: Json) -> Json:
        return self.ask("PATCH", f"/channels/{self.place(id)}", body=wanted)

    def try_channel(self, id: str) -> Json:
        return self.ask("POST", f"/channels/{self.place(id)}/test")

    def devices(self) -> Json:
        return self.ask("GET", "/devices")

    def change_device(self, verb: DeviceVerb, id: str) -> Json:
        place = f"/devices/{self.place(id)}"
        return self.ask("DELETE", place) if verb == "remove" else self.ask("POST", f"{place}/test")
