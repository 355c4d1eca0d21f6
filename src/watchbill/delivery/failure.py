"""Why something didn't arrive, in words that hold no secret."""


class NotSentError(Exception):
    """It didn't arrive, and may be tried again; `is_gone`: whoever would get it wants no more."""

    def __init__(self, reason: str, *, is_gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_gone = is_gone
