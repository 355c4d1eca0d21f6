"""Comments on the wire."""

from typing import Literal

from pydantic import BaseModel, StrictStr

from watchbill.domain import comment as rules
from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant


class Comment(BaseModel):
    """What somebody said about a task. `author` is the actor of the change that made it."""

    noun: Literal["comment"]
    id: str
    task_id: str
    text: str
    author: str
    created_at: Instant
    updated_at: Instant
    version: int

    @classmethod
    def of(cls, comment: rules.Comment) -> "Comment":
        return cls.model_construct(
            noun="comment",
            id=comment.id,
            task_id=comment.task_id,
            text=comment.text,
            author=comment.author,
            created_at=to_text(comment.created_at),
            updated_at=to_text(comment.updated_at),
            version=comment.version,
        )


class CommentList(BaseModel):
    """Oldest first."""

    comments: list[Comment]


class CommentText(Request):
    """What to say, in Markdown, at most 10,000 characters."""

    text: StrictStr
