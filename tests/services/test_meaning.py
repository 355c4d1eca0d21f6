"""Dates and recurrences as callers write them: in figures or in words, the same for every door."""

from datetime import UTC, datetime

import pytest

from watchbill.domain.due import to_text
from watchbill.domain.errors import WatchbillError
from watchbill.domain.query import TaskPatch
from watchbill.domain.recurrence import Recurrence, falls_on
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.meaning import Customs, Meanings

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
BERLIN = Meanings(NOW, "Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T17:00", "2026-12-01T17:00:00+01:00[Europe/Berlin]"),
        ("2026-12-01T17:00Z", "2026-12-01T18:00:00+01:00[Europe/Berlin]"),
        ("2026-12-01T17:00[Asia/Tokyo]", "2026-12-01T17:00:00+09:00[Asia/Tokyo]"),
        ("tomorrow", "2026-11-25"),
        (" Tomorrow at 5. ", "2026-11-25T17:00:00+01:00[Europe/Berlin]"),
        ("by friday, 9am", "2026-11-27T09:00:00+01:00[Europe/Berlin]"),
        ("yesterday", "2026-11-23"),
        ("2026-12-01 5pm", "2026-12-01T17:00:00+01:00[Europe/Berlin]"),
        ("asap", "2026-11-24"),
        ("12/1", "2026-12-01"),
    ],
)
def test_a_due_is_read_in_figures_and_in_words(text: str, due: str) -> None:
    assert to_text(BERLIN.due(text)) == due


def test_the_order_of_a_date_is_the_customs() -> None:
    meanings = Meanings(NOW, "UTC", Customs(day_first=True))
    assert to_text(meanings.due("1/12")) == "2026-12-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("next blursday", "“next blursday” is not a date or a time."),
        ("tomorrow, maybe", "“tomorrow, maybe” is not a date or a time."),
        ("", "“” is not a date or a time."),
        ("every tuesday", "“every tuesday” is not one date: it repeats."),
        ("2026-02-30", "“2026-02-30” names a day or a time of day that doesn't exist."),
        ("2026-02-30T10:00", "“2026-02-30T10:00” is not a time that there is."),
        ("2026-12-01T", "“2026-12-01T” is neither a date nor a time with a zone."),
    ],
)
def test_what_is_no_date_is_refused(text: str, said: str) -> None:
    with pytest.raises(WatchbillError) as raised:
        BERLIN.due(text)
    assert (raised.value.code, raised.value.message) == ("INVALID_DUE", said)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU", None),
        ("rrule:freq=daily after completion", "FREQ=DAILY", None),
        ("every other tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
        ("the last friday of each month", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
        ("every day at 9", "FREQ=DAILY", "2026-11-25T09:00:00+01:00[Europe/Berlin]"),
        ("weekly", "FREQ=WEEKLY", "2026-11-24"),
    ],
)
def test_a_recurrence_is_read_as_a_rule_and_in_words(
    text: str, rule: str, first: str | None
) -> None:
    said = BERLIN.repetition(text)
    assert said.recurrence.rule == rule
    assert (said.first and to_text(said.first)) == first


def test_words_say_that_it_counts_from_completion() -> None:
    assert BERLIN.repetition("every! 3 days").recurrence.basis == "completion"


@pytest.mark.parametrize("text", ["tomorrow", "sometimes", "every tuesday or so"])
def test_what_does_not_say_how_it_repeats_is_refused(text: str) -> None:
    with pytest.raises(WatchbillError) as raised:
        BERLIN.repetition(text)
    assert raised.value.message == f"“{text}” doesn't say how it repeats."
    assert raised.value.code == "INVALID_RECURRENCE"


@pytest.mark.parametrize(
    ("rule", "due", "fits"),
    [
        ("FREQ=WEEKLY", "2026-11-24", True),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-11-24", True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01T17:00[UTC]", True),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-11-25", False),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20200101", "2026-11-24", True),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01", True),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-02", False),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "9998-12-30", False),
    ],
)
def test_a_day_is_one_that_the_rule_can_give(rule: str, due: str, *, fits: bool) -> None:
    assert falls_on(Recurrence(rule), BERLIN.due(due)) is fits


@pytest.mark.parametrize(
    ("due", "recurrence", "then"),
    [
        (None, "every tuesday", "2026-11-24"),
        ("2026-12-05", "every tuesday", "2026-12-05"),
        ("2026-12-01", "every tuesday at 9", "2026-12-01T09:00:00+00:00[UTC]"),
        ("2026-12-01T08:00", "every tuesday at 9", "2026-12-01T08:00:00+00:00[UTC]"),
    ],
)
def test_a_task_that_is_added_begins_when_it_says(
    services: Services, caller: Caller, due: str | None, recurrence: str, then: str
) -> None:
    draft = TaskDraft(title="Call", due=due, recurrence=recurrence)
    [call] = services.tasks.add(caller, [draft]).tasks
    assert call.due
    assert to_text(call.due) == then


@pytest.mark.parametrize(
    ("due", "patch", "then"),
    [
        (None, {"recurrence": "every tuesday"}, "2026-11-24"),
        ("2026-12-08", {"recurrence": "every tuesday"}, "2026-12-08"),
        ("2026-12-08", {"recurrence": "every tuesday at 9"}, "2026-12-08T09:00:00+00:00[UTC]"),
        ("2026-12-05", {"recurrence": "every monday"}, "2026-11-30"),
        ("2026-12-05T08:00", {"recurrence": "every monday"}, "2026-11-30T08:00:00+00:00[UTC]"),
        (
            "2026-12-05T08:00",
            {"recurrence": "every monday at 9"},
            "2026-11-30T09:00:00+00:00[UTC]",
        ),
        ("2026-12-05", {"recurrence": "every monday", "due": "wednesday"}, "2026-11-25"),
        ("2026-12-05", {"recurrence": "FREQ=WEEKLY;BYDAY=MO"}, "2026-12-05"),
    ],
)
def test_a_task_that_is_made_to_repeat_moves_only_where_it_must(
    services: Services, caller: Caller, due: str | None, patch: dict[str, str], then: str
) -> None:
    services.tasks.add(caller, [TaskDraft(title="Call", due=due)])
    [call] = services.tasks.update(caller, ["1"], TaskPatch(**patch)).tasks  # type: ignore[arg-type]
    assert call.due
    assert to_text(call.due) == then


def test_the_same_recurrence_said_again_changes_nothing(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="Call", recurrence="every tuesday")])
    assert (
        services.tasks.update(caller, ["1"], TaskPatch(recurrence="every Tuesday")).change is None
    )


def test_the_sentence_of_a_new_due_date_says_its_weekday_and_zone(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="Call")])
    change = services.tasks.update(caller, ["1"], TaskPatch(due="tomorrow at 5")).change
    assert change
    assert change.sentence == "Made #1 “Call” due Wed 2026-11-25 17:00 UTC"
    change = services.tasks.update(caller, ["1"], TaskPatch(due="2026-12-01T17:00:30Z")).change
    assert change
    assert change.sentence == "Made #1 “Call” due Tue 2026-12-01 17:00:30 UTC"
