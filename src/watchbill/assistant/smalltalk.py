"""What the assistant says where there is nothing to do: greetings, thanks, help, and what it didn't understand."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from watchbill.language.intent import Moment, Topic

_HELP = (
    "add buy milk tomorrow and call mum · what's due this week? · move the rent to Friday · tag 3 with home · "
    "I finished the report · delete the dentist one · undo that · who changed #3?"
)
_SELF = (
    "I am Watchbill's assistant, a program that keeps your task list. I follow rules, or the language model that you gave me, "
    "and I write down each change that I make, so that you can undo it."
)
_TIDYING = (
    "I changed nothing, since that may mean several things. You could say: “delete the done tasks” · “what's overdue?” · "
    "“move everything overdue to today” · “show what has no date” · “sort my list by priority”."
)
_ANSWERS: Mapping[Topic, tuple[str, ...]] = {
    "greeting": (
        "Hello! Tell me what you need to do, or ask what is on your list.",
        "Hi! What is there to do?",
        "Hello! Shall I add something, or tell you what is due?",
    ),
    "thanks": ("You're welcome.", "Any time.", "Glad to help.", "My pleasure."),
    "goodbye": (
        "See you! Your list is safe here.",
        "Goodbye! Your list stays as it is.",
        "Take care!",
    ),
    "about": (_SELF,),
    "nothing": (
        "All right, nothing changed.",
        "Fine, I leave everything as it is.",
        "All right, I changed nothing.",
    ),
    "aside": (
        "That is beyond me: your task list is all that I know. Ask, for example, “what's due this week?”.",
        "That is beyond me, I only keep your task list. Shall I note it as a task? Then say “add” and what there is to do.",
        "I'm afraid that is beyond me: I know nothing but your tasks. Ask me what is due, for example.",
    ),
    "tidying": (_TIDYING,),
    "order": (
        "I can't change the order of tasks: they are dragged on the page. A date or a priority says what is first as well, such as “make 3 urgent”.",
    ),
    "stages": (
        "A task is open or done, there is nothing between. A tag can tell the rest, such as “tag 3 with started”.",
    ),
    "tags": (
        "Tags are renamed and deleted on the Projects page. I can put them on tasks and take them off: “tag 3 with home”.",
    ),
    "people": (
        "Tasks aren't given to people here, so nothing changed. A tag can tell whose a task is, such as “tag 3 with bob”.",
    ),
    "help": (f"I keep your task list. You can say, for example:\n{_HELP}",),
    "unknown": (
        "I didn't understand {said}, so I changed nothing. Try “add buy milk” or “what's on my list?”.",
        "I didn't understand {said}, and nothing changed. I can add, show, change, complete and delete tasks.",
        "Sorry, I didn't understand {said}. Nothing changed; say “help” to see what I can do.",
    ),
}
_LONGEST = 60


def answer(topic: Topic, text: str, moment: Moment) -> str:
    """One of the answers to it, always the same to the same words."""
    if topic == "date":
        return f"Today is {moment.now.astimezone(ZoneInfo(moment.zone)):%A, %-d %B %Y}."
    answers = _ANSWERS[topic]
    said = " ".join(text.split())
    quoted = f"“{said}”" if len(said) <= _LONGEST else f"“{said[:_LONGEST].rsplit(' ', 1)[0]} …”"
    return answers[sum(map(ord, said)) % len(answers)].replace("{said}", quoted)
