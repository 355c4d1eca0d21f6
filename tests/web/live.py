"""A server on a real port, in a thread of the test's own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from watchbill.web.server import listen


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of the application while it serves."""
    listener = listen(app, "127.0.0.1", 0)
    ready = threading.Event()

    async def told(scope, receive, send):
        if scope["type"] == "lifespan":
            ready.set()
        await app(scope, receive, send)

    config = uvicorn.Config(told, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener.socket],))
    thread.start()
    assert ready.wait(10)
    try:
        yield f"http://127.0.0.1:{listener.port}"
    finally:
        server.should_exit = True
        thread.join()
        listener.socket.close()
