"""The assistant without a language model: plans made from what the sentence asks, said from what the tools answered."""

from collections.abc import Generator, Mapping
from dataclasses import replace

from watchbill.assistant import acting, adding, looking, showing, turning
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
from watchbill.language import talk
from watchbill.language.intent import (
    Add,
    Do,
    History,
    Intent,
    Item,
    KeepProject,
    Moment,
    Talk,
    TurnBack,
    Update,
    View,
    Wish,
)
from watchbill.language.reply import Choice, Reply, read_reply
from watchbill.language.title import tidy
from watchbill.language.understand import understand_all

_TALK: Mapping[str, str] = {
    "greeting": "Hello! Tell me what you need to do, or ask what is on your list.",
    "thanks": "You're welcome.",
    "goodbye": "See you! Your list is safe here.",
    "about": (
        "I am Watchbill's assistant, a program that keeps your task list. I follow rules, or the language model that you gave me, "
        "and I write down each change that I make, so that you can undo it."
    ),
    "nothing": "All right, nothing changed.",
    "aside": (
        "That is beyond me: your task list is all that I know. I can add, show, change, complete and delete tasks, "
        "for example “what's due this week?”."
    ),
    "help": (
        "I keep your task list. You can say, for example:\n"
        "add buy milk tomorrow and call mum · what's due this week? · move the rent to Friday · tag 3 with home · "
        "I finished the report · delete the dentist one · undo that · who changed #3?"
    ),
    "unknown": (
        "I didn't understand that, so I changed nothing. I can add, show, change, complete and "
        "delete tasks: try “add buy milk” or “what's on my list?”."
    ),
}
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
        named = Add((Item(tidy(text)),))
        return (yield from adding.add(named, memory, moment))
    return (yield from _all(text, memory, moment))


def _all(text: str, memory: Memory, moment: Moment) -> Plan:
    """Everything that the sentence asks for, in its order; a question stops it, and what is left comes after the answer."""
    wishes = understand_all(text, moment)
    plan = _plan(wishes[0], memory, moment)
    said = yield from (followed(plan) if wishes[1:] else plan)
    return (yield from _rest(tuple(wish.text for wish in wishes[1:]), said, moment))


def _rest(texts: tuple[str, ...], said: Say, moment: Moment) -> Plan:
    for place, text in enumerate(texts):
        question = said.memory.question
        if question is not None:
            kept = replace(question, then=texts[place:])
            return replace(said, memory=replace(said.memory, question=kept))
        [wish] = understand_all(text, moment)[:1]
        plan = _plan(wish, _after(said), moment)
        more = yield from (followed(plan) if texts[place + 1 :] else plan)
        said = Say(f"{said.text}\n{more.text}", more.memory)
    return said


def _after(said: Say) -> Memory:
    """What the next wish of the sentence knows: where nothing was found, “it” is nothing, and not what was spoken of before."""
    memory = said.memory.without_question()
    return replace(memory, mentioned=(), added=()) if isinstance(said, Missing) else memory


def _plan(wish: Wish, memory: Memory, moment: Moment) -> Plan:
    """What a part of a sentence asks for; a doubtful one only if the list has such a task."""
    said = yield from _of_intent(wish.intent, memory, moment)
    if wish.is_doubtful and isinstance(said, Missing):
        return Say(_TALK[talk.not_understood(wish.text).topic], memory)
    return said


def _of_intent(intent: Intent, memory: Memory, moment: Moment) -> Plan:
    if isinstance(intent, Talk):
        return Say(_TALK[intent.topic], memory)
    match intent:
        case Add():
            plan = adding.add(intent, memory, moment)
        case View(mention=mention) if mention is not None:
            plan = showing.show(mention, memory, moment)
        case View():
            plan = looking.view(intent, memory, moment)
        case Update():
            plan = acting.update(intent, memory, moment)
        case Do():
            plan = acting.do(intent, memory, moment)
        case _:
            plan = _of_journal(intent, memory, moment)
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
