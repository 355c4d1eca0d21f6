"""People and channels in the store of this machine, in the owner's name."""

from dataclasses import dataclass

from pydantic import BaseModel

from watchbill.bootstrap import Services, build_ways
from watchbill.cli.people import DeviceVerb
from watchbill.cli.store import Json, read_settings
from watchbill.schemas import member as wire
from watchbill.schemas.channel import Channel, ChannelChange
from watchbill.schemas.device import Device, DeviceList
from watchbill.schemas.transfer import Feed, FeedAdd, FeedList, NewFeed
from watchbill.services.caller import Caller
from watchbill.services.channel import Channel as Target


@dataclass(frozen=True, slots=True)
class LocalPeople:
    """The services themselves."""

    services: Services
    caller: Caller

    def members(self) -> Json:
        found = self.services.members.members(self.caller)
        return _dump(wire.MemberList(members=[wire.Member.of(one) for one in found]))

    def set_role(self, name: str, role: str) -> Json:
        given = wire.RoleChange.model_validate({"role": role})
        return _dump(wire.Member.of(self.services.members.set_role(self.caller, name, given.role)))

    def remove_member(self, name: str) -> Json:
        return _dump(wire.Member.of(self.services.members.remove(self.caller, name)))

    def invitations(self) -> Json:
        found = self.services.invitations.invitations(self.caller)
        return _dump(wire.InvitationList(invitations=[wire.Invited.of(one) for one in found]))

    def invite(self, role: str, note: str) -> Json:
        given = wire.InvitationAdd.model_validate({"role": role, "note": note})
        made = self.services.invitations.invite(self.caller, given.role, given.note)
        return _dump(wire.NewInvitation.with_secret(*made))

    def withdraw(self, id: str) -> Json:
        return _dump(wire.Invited.of(self.services.invitations.withdraw(self.caller, id)))

    def workspaces(self) -> Json:
        found = self.services.members.workspaces(self.caller)
        return _dump(wire.WorkspaceList(workspaces=[wire.Workspace.of(one) for one in found]))

    def add_workspace(self, name: str) -> Json:
        return _dump(wire.Workspace.of(self.services.members.add_workspace(self.caller, name)))

    def rename_workspace(self, name: str) -> Json:
        renamed = self.services.members.rename_workspace(self.caller, name)
        return _dump(wire.Workspace.of(renamed))

    def sessions(self) -> Json:
        found = self.services.users.sessions(self.caller)
        return _dump(wire.SessionList(sessions=[wire.Session.of(one) for one in found]))

    def end_session(self, id: str) -> Json:
        return _dump(wire.Session.of(self.services.users.end_session(self.caller, id)))

    def feeds(self) -> Json:
        found = self.services.feeds.list(self.caller)
        return _dump(FeedList(feeds=[Feed.of(one) for one in found]))

    def add_feed(self, wanted: Json) -> Json:
        given = FeedAdd.model_validate(wanted)
        made = self.services.feeds.create(
            self.caller, given.name, query=given.query, kind=given.kind
        )
        return _dump(NewFeed.with_secret(*made))

    def end_feed(self, id: str) -> Json:
        return _dump(Feed.of(self.services.feeds.end(self.caller, id)))

    def edit_channel(self, id: str, wanted: Json) -> Json:
        edited = self.services.channels.edit(self.caller, id, ChannelChange(**wanted).edit())
        return _dump(Channel.of(edited))

    def try_channel(self, id: str) -> Json:
        return self._try(self.services.channels.find(self.caller, id))

    def devices(self) -> Json:
        devices = self.services.devices
        found = [Device.of(one) for one in devices.list(self.caller)]
        return _dump(DeviceList(key=devices.key().public, devices=found))

    def change_device(self, verb: DeviceVerb, id: str) -> Json:
        if verb == "test":
            return self._try(self.services.devices.find(self.caller, id))
        return _dump(Device.of(self.services.devices.remove(self.caller, id)))

    def _try(self, channel: Target) -> Json:
        from watchbill.delivery.trial import try_out  # noqa: PLC0415 -- the command line stays light without it

        ways = build_ways(read_settings(), self.services)
        try:
            return _dump(try_out(ways, channel, self.services.clock))
        finally:
            ways.close()


def _dump(model: BaseModel) -> Json:
    return model.model_dump(mode="json")
