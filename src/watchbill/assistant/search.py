"""Finding the tasks that a sentence means, in what the tools answer. A title is never guessed, an id never invented."""

from collections.abc import Generator, Mapping

from watchbill.assistant.memory import Act, Memory, Question
from watchbill.assistant.plan import Call, Outcome, Say, Search, listed, named
from watchbill.language import mention as words
from watchbill.language.intent import Mention

_PAGE = 100
_PAGES = 10
_STATES: Mapping[Act, tuple[str, ...]] = {
    "complete": ("open", "done"),
    "reopen": ("done", "open"),
    "delete": ("open", "done"),
    "restore": ("deleted",),
    "update": ("open", "done"),
}


def search(act: Act, mention: Mention, details: Mapping[str, str], memory: Memory) -> Search:
    """The tasks that are meant; or a question, when several are; or that there is none."""
    if mention.refs or mention.is_pronoun or mention.places:
        return (yield from _by_number(mention, memory))
    if mention.is_everything:
        found = yield from every(_STATES[act][0])
        return found or Say("There is nothing to do that to.", memory.without_question())
    return (yield from _by_words(act, mention.words, details, memory))


def _by_number(mention: Mention, memory: Memory) -> Search:
    refs = mention.refs or (memory.mentioned if mention.is_pronoun else ())
    if mention.places:
        order = memory.listed or tuple((yield from every("open")))
        refs = tuple(
            order[place if place < 0 else place - 1]
            for place in mention.places
            if -len(order) <= place <= len(order)
        )
    if not refs:
        return Say("Which task do you mean? Say its number or its title.", memory)
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in refs]})
    if not outcome.is_ok:
        return Say(outcome.reason, memory.without_question())
    return outcome.titles()


def _by_words(act: Act, text: str, details: Mapping[str, str], memory: Memory) -> Search:
    seen: dict[int, str] = {}
    for state in _STATES[act]:
        titles = yield from every(state)
        found = words.find(text, titles)
        if len(found) == 1:
            return {found[0]: titles[found[0]]}
        if found:
            return _which(act, {ref: titles[ref] for ref in found}, details, memory)
        seen |= titles
    near = {ref: seen[ref] for ref in words.nearest(text, seen)}
    hint = f" Did you mean {named(near)}?" if near else ""
    return Say(f"I found no task “{text}”, so nothing changed.{hint}", memory.without_question())


def _which(
    act: Act, candidates: Mapping[int, str], details: Mapping[str, str], memory: Memory
) -> Say:
    question = Question(act=act, candidates=candidates, details=details)
    asked = f"Which one do you mean?\n{listed(candidates)}"
    return Say(
        asked, Memory(mentioned=memory.mentioned, listed=tuple(candidates), question=question)
    )


def every(state: str) -> Generator[Call, Outcome, dict[int, str]]:
    """All tasks of a state by their refs; of a very long list, its first thousand."""
    titles: dict[int, str] = {}
    cursor: str | None = None
    for _ in range(_PAGES):
        wanted = {"state": state, "limit": _PAGE, **({"cursor": cursor} if cursor else {})}
        outcome = yield Call("view_tasks", wanted)
        titles |= outcome.titles()
        cursor = outcome.content.get("cursor")
        if cursor is None:
            break
    return titles
