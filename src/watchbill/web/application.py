"""The whole route table of the public port, on one page."""

from fastapi import FastAPI

from watchbill import __version__
from watchbill.services.bundle import Services
from watchbill.web import errors
from watchbill.web.access import Access
from watchbill.web.auth import Gate
from watchbill.web.envelope import BodyLimit, Envelope
from watchbill.web.probe import Probes, Readiness


def build_application(
    services: Services, access: Access, *, readiness: Readiness | None = None
) -> FastAPI:
    """The page and REST. Middlewares run from the last to the first: probes answer before anything else looks."""
    app = FastAPI(title="Watchbill", version=__version__, openapi_url=None)
    app.state.services = services
    app.state.access = access
    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Gate)
    app.add_middleware(Envelope)
    app.add_middleware(Probes, readiness=readiness or Readiness(services.check))
    return app
