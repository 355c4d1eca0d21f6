"""Projects, tags, saved filters and comments on a server."""

from collections.abc import Callable
from dataclasses import dataclass

from watchbill.cli.content import Noun, Written
from watchbill.cli.store import How, Json


@dataclass(frozen=True, slots=True)
class RemoteContent:
    """Every use case is one request. `ask` sends one and `write` one that changes something; `place` writes a name in an address."""

    ask: Callable[..., Json]
    write: Callable[..., Json]
    place: Callable[[str], str]

    def all(self, noun: Noun, *, archived: bool = False) -> list[Json]:
        query = {"archived": "true" if archived else None}
        found: list[Json] = self.ask("GET", f"/{noun}s", query=query)[f"{noun}s"]
        return found

    def add(self, noun: Noun, fields: Json, how: How) -> Json:
        return self.write("POST", f"/{noun}s", how, body=fields)

    def change(self, noun: Written, name: str, fields: Json, how: How) -> Json:
        return self.write("PATCH", self._at(noun, name), how, body=fields)

    def delete(self, noun: Written, name: str, how: How) -> Json:
        return self.write("DELETE", self._at(noun, name), how)

    def comments(self, task: str) -> list[Json]:
        found: list[Json] = self.ask("GET", f"/tasks/{self.place(task)}/comments")["comments"]
        return found

    def comment(self, task: str, text: str, how: How) -> Json:
        place = f"/tasks/{self.place(task)}/comments"
        return self.write("POST", place, how, body={"text": text})

    def detail(self, task: str) -> Json:
        return self.ask("GET", f"/tasks/{self.place(task)}/detail")

    def _at(self, noun: Written, name: str) -> str:
        return f"/{noun}s/{self.place(name)}"
