"""The assistant without a language model: plans made from what the sentence asks, said from what the tools answered."""

import re
from collections.abc import Generator
from dataclasses import replace

from watchbill.assistant import acting, adding, looking, relating, showing, turning
from watchbill.assistant.memory import Memory, Question
from watchbill.assistant.plan import (
    Call,
    Missing,
    Outcome,
    Plan,
    Rows,
    Say,
    begun,
    followed,
    listed,
    send,
)
from watchbill.assistant.search import fitting_of
from watchbill.assistant.smalltalk import answer
from watchbill.language import talk
from watchbill.language.intent import (
    Add,
    Again,
    Do,
    Edit,
    History,
    Intent,
    Item,
    KeepProject,
    Mention,
    Moment,
    More,
    Only,
    Rather,
    Split,
    Swap,
    Talk,
    TurnBack,
    Update,
    View,
    Wait,
    Wish,
)
from watchbill.language.reply import Choice, Reply, read_reply
from watchbill.language.timing import time_kind
from watchbill.language.title import tidy
from watchbill.language.understand import understand_all

_NAME = 3
"""So many words are a name, more are a sentence."""
_NO_RATHER = re.compile(
    r"^(?:(?:actually|no|sorry|wait|rather|hmm|oh|and|i meant?|not (?:on |at )?\w+(?=,)|make (?:it|that)),?\s+)+",
    re.IGNORECASE,
)
_NOT_ASKED = "I have asked you nothing just now, so nothing changed."
_KEPT = "All right, I changed nothing."


def converse(text: str, memory: Memory, moment: Moment) -> Plan:
    """The plan for what a person said, given what was asked back before. What it changes is remembered, to be undone as one."""
    plan = _answered(text, memory, moment)
    changes: list[int] = []
    step = begun(plan)
    while isinstance(step, Call):
        outcome = yield step
        changes += [outcome.change] if outcome.change else []
        step = send(plan, outcome)
    done = tuple(dict.fromkeys(changes)) or memory.changes
    return replace(step, memory=replace(step.memory, changes=done))


def _answered(text: str, memory: Memory, moment: Moment) -> Plan:
    if memory.question is None:
        return (yield from _all(text, memory, moment))
    question, bare = memory.question, memory.without_question()
    reply = _replied(text, question, bare, moment)
    said = yield from (followed(reply) if question.then else reply)
    if said is None:
        said = yield from _otherwise(text, question, bare, moment)
    if said.memory.question is None:
        return (yield from _rest(question.then, said, moment))
    return said


def _replied(
    text: str, question: Question, memory: Memory, moment: Moment
) -> Generator[Call, Outcome, Say | None]:
    """What follows from an answer; None when it is none."""
    reply = read_reply(text, question.candidates, moment)
    if reply == "no":
        return Say(_KEPT, memory)
    if question.kind == "confirm":
        return (yield from _confirmed(question, memory, moment)) if reply == "yes" else None
    if reply == "yes" and len(question.candidates) > 1:
        return Say(f"Which one?\n{listed(question.candidates)}", memory.asking(question))
    chosen = tuple(question.candidates) if reply == "yes" else _refs(reply)
    chosen = chosen or (yield from fitting_of(text, question.candidates, memory, moment))
    return (yield from _chosen(question, chosen, memory, moment)) if chosen else None


def _refs(reply: Reply) -> tuple[int, ...]:
    return reply.refs if isinstance(reply, Choice) else ()


def _confirmed(question: Question, memory: Memory, moment: Moment) -> Plan:
    if question.act == "add":
        return (yield from adding.add_lines(question.details["lines"], memory, moment))
    making = {"name": tidy(question.details["project"])}
    outcome = yield Call("save_project", making, is_followed=True)
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    return (yield from _chosen(question, tuple(question.candidates), memory, moment))


def _chosen(question: Question, refs: tuple[int, ...], memory: Memory, moment: Moment) -> Plan:
    if question.act == "history":
        return (yield from turning.history_of(refs[0], memory, moment))
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in refs]})
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    rows: Rows = outcome.rows()
    return (yield from acting.carry_out(question.act, rows, question.details, memory, moment))


def _otherwise(text: str, question: Question, memory: Memory, moment: Moment) -> Plan:
    """Not an answer: it is something else, or the title that was asked for."""
    wishes = understand_all(text, moment)
    if question.kind == "title" and isinstance(wishes[0].intent, Talk):
        what = re.sub(
            r"^to ",
            "",
            f"{tidy(text)} {question.details.get('when', '')}".strip(),
            flags=re.IGNORECASE,
        )
        named = Add((Item(tidy(what)),))
        return (yield from adding.add(named, memory, moment))
    return (yield from _all(text, memory, moment))


def _all(text: str, memory: Memory, moment: Moment) -> Plan:
    """Everything that the sentence asks for, in its order; a question stops it, and what is left comes after the answer."""
    wishes = _wishes(text, memory, moment)
    if (
        wishes[0].intent == Talk("unknown")
        and len(text.split()) <= _NAME
        and read_reply(text, {}, moment)
    ):
        return Say(_NOT_ASKED, memory)
    plan = _plan(wishes[0], memory, moment)
    said = yield from (followed(plan) if wishes[1:] else plan)
    return (yield from _rest(tuple(wish.text for wish in wishes[1:]), said, moment))


def _wishes(text: str, memory: Memory, moment: Moment) -> tuple[Wish, ...]:
    """What is asked for; “tomorrow at 8”, said just after a task was added, is when that is due, and so is “no, tuesday” after one was moved."""
    wishes = understand_all(text, moment)
    is_added = bool(memory.added) and memory.added == memory.mentioned
    said = _NO_RATHER.sub("", text)
    is_moved = memory.act == "update" and bool({"when", "repeat"} & set(memory.details))
    is_other = is_moved and said != text and memory.acted == memory.mentioned
    refs = memory.added if is_added else memory.acted if is_other else ()
    kind = time_kind(said, moment) if refs and wishes[0].intent == Talk("unknown") else None
    if kind is None:
        return wishes
    edit = Edit(repeat=said) if kind == "recurrence" else Edit(when=said)
    return (Wish(said, Update(Mention(refs=refs), edit)),)


def _rest(texts: tuple[str, ...], said: Say, moment: Moment) -> Plan:
    for place, text in enumerate(texts):
        question = said.memory.question
        if question is not None:
            kept = replace(question, then=texts[place:])
            return replace(said, memory=replace(said.memory, question=kept))
        [wish] = understand_all(text, moment)[:1]
        plan = _plan(wish, _after(said), moment)
        more = yield from (followed(plan) if texts[place + 1 :] else plan)
        said = type(more)(f"{said.text}\n{more.text}", more.memory)
    return said


def _after(said: Say) -> Memory:
    """What the next wish of the sentence knows: where nothing was found, “it” is nothing, and not what was spoken of before."""
    memory = said.memory.without_question()
    return replace(memory, mentioned=(), added=()) if isinstance(said, Missing) else memory


def _plan(wish: Wish, memory: Memory, moment: Moment) -> Plan:
    """What a part of a sentence asks for; a doubtful one only if the list has such a task."""
    said = yield from _of_intent(wish, memory, moment)
    if wish.is_doubtful and isinstance(said, Missing):
        topic = talk.not_understood(wish.text).topic
        is_said_of_list = (
            topic != "aside" and said.memory.question is None and _is_named(wish.intent)
        )
        return said if is_said_of_list else Say(answer(topic, wish.text, moment), memory)
    return said


def _is_named(intent: Intent) -> bool:
    """Whether a short name of a task was said, so that there being none is an answer."""
    if isinstance(intent, View):
        return intent.look == "whether"
    is_level = isinstance(intent, Update) and intent.edit.priority
    if isinstance(intent, Update | History | Again) and intent.mention and not is_level:
        return 0 < len(intent.mention.words.split()) <= _NAME
    return False


def _of_intent(wish: Wish, memory: Memory, moment: Moment) -> Plan:
    intent = wish.intent
    if isinstance(intent, Talk):
        return Say(answer(intent.topic, wish.text, moment), memory)
    match intent:
        case Add():
            plan = adding.add(intent, memory, moment)
        case View() | More():
            plan = _look(intent, memory, moment)
        case Update() | Again() | Do():
            plan = _write(intent, memory, moment)
        case Only() | Rather() | Wait() | Split() | Swap():
            plan = relating.relate(intent, memory, moment)
        case _:
            plan = _of_journal(intent, memory, moment)
    return (yield from plan)


def _look(intent: View | More, memory: Memory, moment: Moment) -> Plan:
    if isinstance(intent, More):
        return (yield from looking.more(memory, moment))
    if intent.mention is not None:
        return (yield from showing.show(intent.mention, memory, moment))
    return (yield from looking.view(intent, memory, moment))


def _write(intent: Update | Again | Do, memory: Memory, moment: Moment) -> Plan:
    match intent:
        case Update():
            plan = acting.update(intent, memory, moment)
        case Again():
            plan = acting.again(intent, memory, moment)
        case _:
            plan = acting.do(intent, memory, moment)
    return (yield from plan)


def _of_journal(intent: Intent, memory: Memory, moment: Moment) -> Plan:
    match intent:
        case TurnBack():
            plan = turning.turn_back(intent, memory, moment)
        case History():
            plan = turning.history(intent, memory, moment)
        case KeepProject():
            plan = turning.keep_project(intent, memory)
        case _:
            plan = turning.overview(memory)
    return (yield from plan)
