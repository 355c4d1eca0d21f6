"""A channel tried by hand: sent to at once, and what became of it said in words."""

import logging
import uuid

from watchbill.delivery.failure import NotSentError
from watchbill.delivery.way import Ways
from watchbill.schemas.channel import Trial
from watchbill.services.channel import Channel
from watchbill.services.writing import Clock

log = logging.getLogger("watchbill.delivery")


def try_out(ways: Ways, channel: Channel, clock: Clock) -> Trial:
    """Send a test, once, whatever the channel's state is; nothing of that state changes."""
    try:
        ways.try_out(channel, str(uuid.uuid4()), now=clock())
    except NotSentError as error:
        return Trial(sent=False, error=error.reason)
    except Exception:
        log.exception("%r: a test", channel)
        return Trial(sent=False, error="Something went wrong inside Watchbill: see its log.")
    return Trial(sent=True, error=None)
