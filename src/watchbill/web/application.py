"""The whole route table of the public port, on one page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.routing import Route

from watchbill import __version__
from watchbill.delivery.office import Post, open_ways
from watchbill.delivery.way import Ways
from watchbill.mcp.server import PATH
from watchbill.services.bundle import Services
from watchbill.web import errors
from watchbill.web.access import Access
from watchbill.web.api import (
    agent,
    change,
    channel,
    comment,
    conversation,
    device,
    document,
    event,
    feed,
    grant,
    member,
    model,
    project,
    proposal,
    quick_add,
    reminder,
    saved_filter,
    tag,
    task,
    token,
    transfer,
)
from watchbill.web.auth import Gate
from watchbill.web.envelope import BodyLimit, Envelope
from watchbill.web.feed import Feed
from watchbill.web.kept import Kept
from watchbill.web.oidc import Provider
from watchbill.web.pace import Pace
from watchbill.web.probe import Probes, Readiness
from watchbill.web.progress import Works
from watchbill.web.remote import Remote, remote_of
from watchbill.web.turn import Chat, NoTurns, Running
from watchbill.web.ui import agent as ui_agent
from watchbill.web.ui import (
    bulk,
    calendar,
    erase,
    history,
    menu,
    named,
    order,
    page,
    people,
    review,
    settings,
    signin,
    task_page,
    undo,
    upcoming,
)
from watchbill.web.ui import change as ui_change
from watchbill.web.ui import channel as ui_channel
from watchbill.web.ui import device as ui_device
from watchbill.web.ui import grant as ui_grant
from watchbill.web.ui import model as ui_model
from watchbill.web.ui import provider as provider_page
from watchbill.web.ui import task as ui_task
from watchbill.web.ui import transfer as ui_transfer

# REST, under /api/v1: the files' names are the nouns.
API = (
    comment.router,  # /tasks/{task}/comments, /comments/{id}
    task.router,  # /tasks, /tasks/{task}, /tasks/{task}/complete|reopen|restore
    quick_add.router,  # /quick-add
    project.router,  # /overview, /projects, /projects/{project}
    tag.router,  # /tags, /tags/{tag}
    saved_filter.router,  # /filters, /filters/{filter}
    change.router,  # /changes, /changes/{number}, …/undo|redo, /undo, /redo
    event.router,  # /events
    proposal.router,  # /proposals, /proposals/{number}, …/accept|decline|withdraw
    reminder.router,  # /reminders, /notices, /notices/{number}/retry
    channel.router,  # /channels, /channels/{id}, …/enable|replay|test
    device.router,  # /devices, /devices/{id}, …/test
    agent.router,  # /agents, /agents/{agent}, …/freeze|unfreeze
    token.router,  # /tokens, /tokens/{id}
    transfer.router,  # /imports, /exports/{format}
    feed.router,  # /feeds, /feeds/{id}
    member.router,  # /me, /workspaces, /members, /invitations, /signin, /sessions
    conversation.router,  # /conversations, /conversations/{id}, …/messages|turn
    model.router,  # /model, /model/try
    document.router,  # /docs, /openapi.json
)
# What a person sees, and where its forms go.
PAGES = (
    named.router,  # /projects, …/part, …/add-project|save-tag|delete-filter|…
    task_page.router,  # /tasks/{ref}, …/part, …/part/add-subtask|add-comment|…
    erase.router,  # /tasks/{ref}/erase
    ui_task.router,  # /, /list, /tasks, /tasks/{ref}, …/edit|complete|reopen|delete|restore
    upcoming.router,  # /upcoming
    bulk.router,  # /bulk
    order.router,  # /move
    menu.router,  # /tasks/{ref}/menu
    history.router,  # /history, /history/list
    undo.router,  # /history/undo
    ui_change.router,  # /changes/{number}/undo|redo|list, /then
    review.router,  # /review, /review/{number}/accept|some|rest|decline
    ui_agent.router,  # /agents/{agent}, …/freeze|unfreeze|undo
    settings.router,  # /settings, …/tokens, …/tokens/{id}/revoke, …/password
    ui_model.router,  # /settings/model, …/try|remove
    ui_device.router,  # /settings/devices/{id}/remove|test
    ui_channel.router,  # /channels, …/{id}/edit|enable|remove|test, …/notices/{number}/retry/all
    ui_transfer.router,  # /transfer, …/import|export
    calendar.router,  # /feeds/{secret}.ics
    people.router,  # /people, /people/{act}, /invitation/{secret}
    provider_page.router,  # /signin/provider, …/back
    signin.router,  # /signin, /signout, /setup/{secret}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Others whom the server knows: by whose word people sign in, and by which ways it sends; without ways it has those of no setting."""

    provider: Provider | None = None
    ways: Ways | None = None


# Where programs elsewhere are let in, if they are.
REMOTE = (
    grant.router,  # /.well-known/oauth-…, /oauth/register|token|revoke
    ui_grant.router,  # /oauth/authorize
)


def build_application(
    services: Services,
    access: Access,
    *,
    readiness: Readiness | None = None,
    feed: Feed | None = None,
    chat: Chat | None = None,
    neighbours: Neighbours = Neighbours(),
) -> FastAPI:
    """The page and REST. Middlewares run from the last to the first: probes answer before anything else looks."""
    app = FastAPI(
        title="Watchbill",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_open,
    )
    app.state.services = services
    app.state.access = access
    app.state.provider = neighbours.provider
    app.state.ways = neighbours.ways or open_ways(services, Post())
    app.state.remote = remote = remote_of(services, access)
    app.state.feed = feed or Feed(services.journal.last_change, services.proposals.reviews)
    app.state.kept = Kept()
    app.state.chat = chat or Chat(NoTurns())
    app.state.running = Running()
    app.state.works = Works()
    errors.install(app)
    for router in API:
        app.include_router(router, prefix="/api/v1", responses=errors.DOCUMENTED)
    for router in PAGES:
        app.include_router(router)
    if remote is not None:
        for router in REMOTE:
            app.include_router(router)
        app.router.routes.append(Route(PATH, remote.app))
    app.mount("/static", page.Static(directory=page.folder()))
    app.add_middleware(BodyLimit, larger=transfer.BODIES)
    app.add_middleware(Gate)
    app.add_middleware(Pace, per_minute=0 if access.is_local else access.per_minute)
    app.add_middleware(Envelope)
    app.add_middleware(Probes, readiness=readiness or Readiness(services.check))
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """At the end, turns that still run are stopped and kept, and imports go to their end, while the store is there to keep them."""
    remote: Remote | None = app.state.remote
    async with remote.app.router.lifespan_context(remote.app) if remote else nullcontext():
        yield
    await app.state.running.close()
    await app.state.works.close()
    if app.state.provider is not None:
        await app.state.provider.close()
    await app.state.chat.turns.close()
    app.state.ways.close()
