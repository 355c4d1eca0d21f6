"""English about tasks, and English about everything else."""

import pytest

from watchbill.language.intent import (
    Add,
    Do,
    History,
    Intent,
    Mention,
    Talk,
    TurnBack,
    Update,
    View,
)
from watchbill.language.understand import understand

SENTENCES: dict[str, Intent] = {
    # new tasks
    "add buy milk": Add(("Buy milk",)),
    "Please add buy milk, thanks": Add(("Buy milk",)),
    "could you add call mum to my to-do list?": Add(("Call mum",)),
    "put eggs on my shopping list": Add(("Eggs",)),
    "remind me to water the plants": Add(("Water the plants",)),
    "set a reminder to renew the passport": Add(("Renew the passport",)),
    "I need to call the bank": Add(("Call the bank",)),
    "we must order new ropes": Add(("Order new ropes",)),
    "schedule a meeting with the crew": Add(("A meeting with the crew",)),
    "add a task to sweep the deck": Add(("Sweep the deck",)),
    "create a new task called Mend the sail": Add(("Mend the sail",)),
    "bread should be added to my list": Add(("Bread",)),
    "add something to my list": Add(()),
    # one task or several
    "add buy milk and call mum": Add(("Buy milk", "Call mum")),
    "add buy milk and eggs": Add(("Buy milk and eggs",)),
    "add buy milk, call mum, and then pay rent": Add(("Buy milk", "Call mum", "Pay rent")),
    'add "buy milk and call mum"': Add(("buy milk and call mum",)),
    "add tea; coffee": Add(("Tea", "Coffee")),
    # looking
    "what's on my list?": View(),
    "show me my tasks": View(),
    "list everything": View(),
    "do I have any tasks?": View(),
    "how many tasks do I have?": View(is_count=True),
    "show done tasks": View(state="done"),
    "what did I finish yesterday?": View(state="done"),
    "what is in the trash?": View(state="deleted"),
    "what is not done yet?": View(),
    "anything about rent?": View(words="rent"),
    "find tasks about the flat": View(words="flat"),
    # changing
    "rename 3 to buy oat milk": Update(Mention(refs=(3,)), title="Buy oat milk"),
    "change the milk one to oat milk": Update(Mention(words="milk"), title="Oat milk"),
    "call #4 sweep the deck": Update(Mention(refs=(4,)), title="Sweep the deck"),
    "add 'ask for the key' to the note of 4": Update(Mention(refs=(4,)), append="ask for the key"),
    "add a note to the rent task: by transfer": Update(
        Mention(words="rent"), append="by transfer"
    ),
    # doing
    "I finished the report": Do("complete", Mention(words="report")),
    "mark 2 and 5 as done": Do("complete", Mention(refs=(2, 5))),
    "check off buy milk": Do("complete", Mention(words="buy milk")),
    "cross the dishes off my list": Do("complete", Mention(words="dishes")),
    "buy milk is done": Do("complete", Mention(words="buy milk")),
    "complete it": Do("complete", Mention(is_pronoun=True)),
    "complete the second one": Do("complete", Mention(places=(2,))),
    "mark the last one as done": Do("complete", Mention(places=(-1,))),
    "reopen the report": Do("reopen", Mention(words="report")),
    "mark 3 as not done": Do("reopen", Mention(refs=(3,))),
    "the report isn't done": Do("reopen", Mention(words="report")),
    "delete the dentist one": Do("delete", Mention(words="dentist")),
    "remove #4": Do("delete", Mention(refs=(4,))),
    "take milk off my list": Do("delete", Mention(words="milk")),
    "delete everything on my list": Do("delete", Mention(is_everything=True)),
    "delete all my tasks": Do("delete", Mention(is_everything=True)),
    "cancel the meeting with the crew": Do("delete", Mention(words="meeting with the crew")),
    "delete that": Do("delete", Mention(is_pronoun=True)),
    "forget about it": Do("delete", Mention(is_pronoun=True)),
    "restore the dentist one": Do("restore", Mention(words="dentist")),
    "bring the dentist back": Do("restore", Mention(words="dentist")),
    # the journal
    "undo that": TurnBack(),
    "undo change 12": TurnBack(change=12),
    "redo": TurnBack(is_redo=True),
    "history": History(),
    "what changed today": History(),
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
    "clear my search history",
    "what time is it",
    "monitor",
]


@pytest.mark.parametrize(("sentence", "intent"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence_about_tasks_is_understood(sentence: str, intent: Intent) -> None:
    assert understand(sentence) == intent


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_is_not_about_tasks_changes_nothing(sentence: str) -> None:
    assert isinstance(understand(sentence), Talk | View)
