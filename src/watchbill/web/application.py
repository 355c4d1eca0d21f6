"""The whole route table of the public port, on one page."""

from fastapi import APIRouter, FastAPI

from watchbill import __version__
from watchbill.services.bundle import Services
from watchbill.web import errors
from watchbill.web.access import Access
from watchbill.web.api import change, conversation, document, event, task, token
from watchbill.web.auth import Gate
from watchbill.web.envelope import BodyLimit, Envelope
from watchbill.web.feed import Feed
from watchbill.web.probe import Probes, Readiness
from watchbill.web.turn import Chat, NoTurns, Running
from watchbill.web.ui import change as ui_change
from watchbill.web.ui import page, settings, signin
from watchbill.web.ui import task as ui_task


def build_application(
    services: Services,
    access: Access,
    *,
    readiness: Readiness | None = None,
    feed: Feed | None = None,
    chat: Chat | None = None,
) -> FastAPI:
    """The page and REST. Middlewares run from the last to the first: probes answer before anything else looks."""
    app = FastAPI(title="Watchbill", version=__version__, openapi_url=None, redirect_slashes=False)
    app.state.services = services
    app.state.access = access
    app.state.feed = feed or Feed(services.journal.last_change)
    app.state.chat = chat or Chat(NoTurns())
    app.state.running = Running()
    errors.install(app)
    app.include_router(_api(), prefix="/api/v1", responses=errors.DOCUMENTED)
    app.include_router(_pages())
    app.mount("/static", page.Static(directory=page.folder()))
    app.add_middleware(BodyLimit)
    app.add_middleware(Gate)
    app.add_middleware(Envelope)
    app.add_middleware(Probes, readiness=readiness or Readiness(services.check))
    return app


def _pages() -> APIRouter:
    """The pages: what a person sees, and where its forms go."""
    pages = APIRouter()
    pages.include_router(
        ui_task.router
    )  # /, /list, /tasks, /tasks/{ref}, …/edit|complete|reopen|delete|restore
    pages.include_router(ui_change.router)  # /history, /history/list, /changes/{number}/undo|redo
    pages.include_router(settings.router)  # /settings, …/tokens, …/tokens/{id}/revoke, …/password
    pages.include_router(signin.router)  # /signin, /signout, /setup/{secret}
    return pages


def _api() -> APIRouter:
    """REST: the files' names are the nouns, and each begins with its routes."""
    api = APIRouter()
    api.include_router(task.router)  # /tasks, /tasks/{task}, /tasks/{task}/complete|reopen|restore
    api.include_router(change.router)  # /changes, /changes/{number}, …/undo|redo, /undo, /redo
    api.include_router(event.router)  # /events
    api.include_router(token.router)  # /tokens, /tokens/{id}
    api.include_router(conversation.router)  # /conversations, /conversations/{id}, …/messages|turn
    api.include_router(document.router)  # /docs, /openapi.json
    return api
