"""English about tasks, and English about everything else."""

from datetime import UTC, date, datetime

import pytest

from watchbill.language.intent import (
    Add,
    Days,
    Do,
    Edit,
    Filter,
    History,
    Intent,
    Item,
    Mention,
    Moment,
    Talk,
    TurnBack,
    Update,
    View,
)
from watchbill.language.understand import understand

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
DAY = date(2026, 11, 24)
MOMENT = Moment(NOW, "UTC")


def add(*lines: str) -> Add:
    return Add(tuple(Item(line) for line in lines))


SENTENCES: dict[str, Intent] = {
    # new tasks
    "add buy milk": add("Buy milk"),
    "Please add buy milk, thanks": add("Buy milk"),
    "could you add call mum to my to-do list?": add("Call mum"),
    "put eggs on my shopping list": Add((Item("Eggs", "shopping"),)),
    "remind me to water the plants": add("Water the plants"),
    "set a reminder to renew the passport": add("Renew the passport"),
    "I need to call the bank": Add((Item("Call the bank"),), is_sure=False),
    "we must order new ropes": Add((Item("Order new ropes"),), is_sure=False),
    "schedule a meeting with the crew": add("A meeting with the crew"),
    "add a task to sweep the deck": add("Sweep the deck"),
    "create a new task called Mend the sail": add("Mend the sail"),
    "bread should be added to my list": add("Bread"),
    "add something to my list": Add(()),
    # one task or several
    "add buy milk and call mum": add("Buy milk", "Call mum"),
    "add buy milk and eggs": add("Buy milk and eggs"),
    "add buy milk, call mum, and then pay rent": add("Buy milk", "Call mum", "Pay rent"),
    'add "buy milk and call mum"': Add((Item("buy milk and call mum", is_literal=True),)),
    "add tea; coffee": add("Tea", "Coffee"),
    # more time
    "give me an extra day for the report": Update(Mention("report"), Edit(when="by an extra day")),
    "give me 5 more minutes": Update(Mention(pronoun="it"), Edit(when="by 5 more minutes")),
    "extend the report by 3 days": Update(Mention("report"), Edit(when="by 3 days")),
    # looking
    "what's on my list?": View(),
    "show me the list": View(),
    "show me my list": View(),
    "show us the list of tasks": View(),
    "list": View(),
    "what else?": View(),
    "which ones are important?": View(Filter(priority=1)),
    "show me my tasks": View(),
    "list everything": View(),
    "do I have any tasks?": View(),
    "how many tasks do I have?": View(look="count"),
    "show done tasks": View(Filter(state="done")),
    "what did I finish yesterday?": View(
        Filter(state="done", days=Days(DAY, DAY, "yesterday", "completed"))
    ),
    "what is in the trash?": View(Filter(state="deleted")),
    "what is not done yet?": View(),
    "anything about rent?": View(Filter(words="rent")),
    "find tasks about the flat": View(Filter(words="flat")),
    # changing
    "rename 3 to buy oat milk": Update(Mention(refs=(3,)), Edit(title="Buy oat milk")),
    "change the milk one to oat milk": Update(Mention(words="milk"), Edit(title="Oat milk")),
    "take #home off the milk": Update(Mention(words="milk"), Edit(remove_tags=("home",))),
    "call #4 sweep the deck": Update(Mention(refs=(4,)), Edit(title="Sweep the deck")),
    "add 'ask for the key' to the note of 4": Update(
        Mention(refs=(4,)), Edit(append="ask for the key")
    ),
    "add a note to the rent task: by transfer": Update(
        Mention(words="rent"), Edit(append="by transfer")
    ),
    # doing
    "I finished the report": Do("complete", Mention(words="report")),
    "fixed the tap": Do("complete", Mention(words="fixed the tap")),
    "mark 2 and 5 as done": Do("complete", Mention(refs=(2, 5))),
    "check off buy milk": Do("complete", Mention(words="buy milk")),
    "cross the dishes off my list": Do("complete", Mention(words="dishes")),
    "buy milk is done": Do("complete", Mention(words="buy milk")),
    "complete it": Do("complete", Mention(pronoun="it")),
    "complete the second one": Do("complete", Mention(places=(2,))),
    "mark the last one as done": Do("complete", Mention(places=(-1,))),
    "reopen the report": Do("reopen", Mention(words="report")),
    "mark 3 as not done": Do("reopen", Mention(refs=(3,))),
    "the report isn't done": Do("reopen", Mention(words="report")),
    "delete the dentist one": Do("delete", Mention(words="dentist")),
    "remove #4": Do("delete", Mention(refs=(4,))),
    "take milk off my list": Do("delete", Mention(words="milk")),
    "delete everything on my list": Do("delete", Mention(is_set=True)),
    "delete all my tasks": Do("delete", Mention(is_set=True)),
    "cancel the meeting with the crew": Do("delete", Mention(words="meeting with the crew")),
    "delete that": Do("delete", Mention(pronoun="it")),
    "forget about it": Talk("nothing"),
    "restore the dentist one": Do("restore", Mention(words="dentist")),
    "bring the dentist back": Do("restore", Mention(words="dentist")),
    # the journal
    "undo that": TurnBack(),
    "undo change 12": TurnBack(change=12),
    "redo": TurnBack(is_redo=True),
    "history": History(),
    "what changed today": History(days=Days(NOW.date(), NOW.date(), "today", "updated")),
    "who changed the rent task?": History(Mention(words="rent")),
    # talk
    "hello": Talk("greeting"),
    "thank you so much": Talk("thanks"),
    "what can you do?": Talk("help"),
}

OTHERS = [
    "",
    "what's the weather like",
    "play some music",
    "add this song to my playlist",
    "turn off the lights",
    "make this a bit louder",
    "change the time zone to pacific",
    "I need a haircut recommendation",
    "I need to know how tall the mast is",
    "cancel that order",
    "what is cancelled?",
    "clear my search history",
    "what time is it",
    "monitor",
]


@pytest.mark.parametrize(("sentence", "intent"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence_about_tasks_is_understood(sentence: str, intent: Intent) -> None:
    assert understand(sentence, MOMENT) == intent


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_is_not_about_tasks_changes_nothing(sentence: str) -> None:
    assert isinstance(understand(sentence, MOMENT), Talk | View)
