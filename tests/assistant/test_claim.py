"""A model that says it did what it didn't is caught, however it puts it."""

from itertools import product

import pytest

from watchbill.assistant.claim import claims

VERBS = (
    "added", "created", "deleted", "removed", "completed", "marked", "renamed", "updated", "changed", "moved",
    "rescheduled", "postponed", "restored", "reopened", "undone", "set", "put",
)  # fmt: skip
THINGS = (
    "“Buy milk”",
    "#12 “Rent”",
    "the dentist task",
    "three tasks",
    "it",
    "all of them",
    "your reminder for Friday",
)
FORMS = (
    "{Verb} {thing}.", "I {verb} {thing}.", "I've {verb} {thing}.", "I have {verb} {thing} for you.", "Done! I {verb} {thing}.",
    "OK, {thing} has been {verb}.", "{thing} was {verb}.", "{thing} is now {verb}.", "Sure — I just {verb} {thing}.",
    "Great, {thing} have been {verb} successfully.", "Your list: {thing} ({verb}).", "All right. {Verb} {thing} as you asked.",
    "I went ahead and {verb} {thing}.", "Successfully {verb} {thing}.", "✅ {Verb} {thing}", "Done: {thing}.", "{thing} is done.",
    "Got it, {thing} is on your list now.", "I took {thing} off your list.", "{thing} is gone.", "Hello.\nI {verb} {thing}.",
)  # fmt: skip
LIES = sorted(
    {
        form.format(verb=verb, Verb=verb.capitalize(), thing=thing)
        for form, verb, thing in product(FORMS, VERBS, THINGS)
    }
)
HONEST = (
    "You have three open tasks: #1 “Rent”, #2 “Milk” and #3 “Call mum”.",
    "Which one do you mean?",
    "Shall I mark “Rent” as done?",
    "Do you want “Milk” deleted?",
    "I can't delete that.",
    "I couldn't find a task called “Milk”, so nothing was changed.",
    "I haven't changed anything.",
    "I would have moved #3, but the task service is not answering.",
    "If you like, I'll add it.",
    "There is nothing due today.",
    "I can add, show, change, complete and delete tasks.",
    "Hello! What is there to do?",
    "“Rent” is due tomorrow at five.",
    "It wasn't deleted: it waits for your review.",
)


def test_over_a_thousand_lies_are_caught() -> None:
    assert len(LIES) > 1_000
    assert [lie for lie in LIES if not claims(lie)] == []


@pytest.mark.parametrize("text", HONEST)
def test_what_claims_nothing_is_left_alone(text: str) -> None:
    assert not claims(text)
