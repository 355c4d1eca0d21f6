"""Tasks, filters and receipts in words."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watchbill.assistant.memory import Act
from watchbill.assistant.plan import Outcome, Row, joined, named
from watchbill.domain.due import Due, DueDate, DueTime, day_of, from_stored
from watchbill.domain.when import in_words
from watchbill.language.intent import Filter, Moment

_DUE = re.compile(
    r"\w{3} (?P<day>\d{4}-\d\d-\d\d)(?: (?P<clock>\d\d:\d\d(?::\d\d)?)(?: (?P<zone>\S+))?)?"
)
_KINDS = {"open": "open ", "done": "done ", "deleted": "deleted "}
_EVENTS = {"due": "due", "completed": "finished", "created": "added", "updated": "changed"}
_TRAITS = {
    "is:overdue": "overdue",
    "is:recurring": "that repeat",
    "-is:recurring": "that don't repeat",
    "is:blocked": "that wait for others",
    "no:due": "without a date",
    "no:project": "without a project",
    "no:tag": "without a tag",
    "has:due": "with a date",
    "has:reminder": "with a reminder",
    "sort:due": "by due date",
    "sort:priority": "by priority",
    "sort:title": "by title",
    "sort:created": "by age",
}
_DAYS = re.compile(
    r"(?:(?:today|tonight|tomorrow|yesterday)(?: (?:in the |at )?(?:morning|afternoon|evening|night))?(?:(?:,| and| or| &) .*)?|soon|(?:this|next|last|past|before|after|by|since|until|in|on|at|within|from|between)\b.*)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT[^,\s]+")
_SOON = re.compile(r"soon|shortly|upcoming|coming up", re.IGNORECASE)
_SAID_WITH = re.compile(
    r"(?:(?:on|for|in|at|of|during|over|around|about|as of)\s+(?:the\s+)?(?=(?:today|tonight|tomorrow|yesterday|this|next|last|past|coming)\b(?! (?:\w+ )+(?:days|weeks|months)\b))|(?:for|of|about)\s+)",
    re.IGNORECASE,
)
_OWN = re.compile(r"^(?:my|our|the) (?=week(?:end)?$)", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"day(?: (?:in the |at )?(?:morning|afternoon|evening|night))?$", re.IGNORECASE
)
_QUOTED = re.compile(r"^\w+:|\"")
_GONE = {"due": "no due date any more", "recurrence": "repeats no more"}
_DONE: Mapping[Act, str] = {
    "complete": "Done",
    "reopen": "Open again",
    "delete": "Deleted",
    "restore": "Restored",
    "update": "Changed",
}
_ALREADY: Mapping[Act, str] = {
    "complete": "was done already",
    "reopen": "was open already",
    "delete": "was in the trash already",
    "restore": "was not in the trash",
    "update": "was so already",
}


def read_due(text: str | None, moment: Moment) -> Due | None:
    """When a row says that its task is due: a day or a time with its weekday, and its zone where that isn't the caller's."""
    match = _DUE.fullmatch(text or "")
    if match is None:
        return None
    if not match["clock"]:
        return DueDate(date.fromisoformat(match["day"]))
    local = datetime.fromisoformat(f"{match['day']}T{match['clock']}")
    return DueTime(local, match["zone"] or moment.zone)


def when(text: str | None, moment: Moment) -> str:
    """The same in words, “tomorrow 17:00”; what isn't a due date stays as it is."""
    due = read_due(text, moment)
    return in_words(due, now=moment.now, zone=moment.zone) if due else text or ""


def day_in_words(at: datetime, moment: Moment) -> str:
    """The day of an instant, “yesterday”, by the person's clocks."""
    day = DueDate(at.astimezone(ZoneInfo(moment.zone)).date())
    return in_words(day, now=moment.now, zone=moment.zone)


def line(row: Row, moment: Moment) -> str:
    """A task of a list, with what is said of it beside the title."""
    due = when(row.get("due"), moment)
    facts = [f"due {due}" if due else "", row.get("repeats")]
    facts += [f"p{row['priority']}" if row.get("priority") else "", row.get("project")]
    facts += [f"#{tag}" for tag in row.get("tags", [])]
    return ", ".join([f"#{row['ref']} {row['title']}", *(str(fact) for fact in facts if fact)])


def count(number: int, filter: Filter) -> str:
    """“2 open tasks due this week”."""
    said = about(filter)
    if number == 1:
        said = said.replace(" that repeat", " that repeats", 1).replace(
            " that wait", " that waits", 1
        )
    return f"{number} {_KINDS.get(filter.state, '')}task{'' if number == 1 else 's'}{said}"


def owned(number: int, filter: Filter) -> str:
    """“You have 2 open tasks due this week”, “You finished 1 task today”."""
    if filter.state == "done" and filter.days and filter.days.event == "completed":
        said = count(number, filter).replace("done ", "", 1).replace(" finished", "", 1)
        return f"You finished {said}"
    return f"You have {count(number, filter)}"


def state(filter: Filter) -> str:
    """What is true of the tasks of a filter: “overdue”, “done and in Work”."""
    return (
        f"{_KINDS.get(filter.state, '') if filter.state != 'open' else ''}{about(filter)}".strip()
        or "open"
    )


def away(row: Row, moment: Moment) -> str:
    """How far a task's day is from today: “in 6 days”, “5 days overdue”."""
    due = read_due(row.get("due"), moment)
    if due is None:
        return "Without a date"
    days = (day_of(due, moment.zone) - moment.now.astimezone(ZoneInfo(moment.zone)).date()).days
    if days in (0, 1):
        return ("Today", "Tomorrow")[days]
    return f"In {days} days" if days > 0 else f"{-days} day{'' if days == -1 else 's'} overdue"


def about(filter: Filter) -> str:
    """What a filter says, after the noun: “ due this week in Work”."""
    said = [_TRAITS.get(trait) or _levels(trait) for trait in filter.traits]
    said += [f"of priority {filter.priority}"] if filter.priority else []
    if filter.days:
        days = _OWN.sub("this ", _SAID_WITH.sub("", filter.days.said, count=1))
        joint = "" if _DAYS.fullmatch(days) else "on " if _WEEKDAY.search(days) else "in "
        is_soon = _SOON.fullmatch(days)
        said.append("coming up" if is_soon else f"{_EVENTS[filter.days.event]} {joint}{days}")
    said += [f"in {filter.project}"] if filter.project else []
    said += [f"tagged #{filter.tag}"] if filter.tag else []
    said += [f"about “{filter.words}”"] if filter.words else []
    said += [f"except {_QUOTED.sub('', filter.but)}"] if filter.but else []
    return "".join(f" {one}" for one in said)


def _levels(trait: str) -> str:
    """“(p1 or p2)” in words."""
    return f"of priority {trait.strip('()').replace('p', '')}"


def receipt(act: Act, before: Mapping[int, str], outcome: Outcome, moment: Moment) -> str:
    """What was done, from the receipt alone."""
    titles = outcome.titles()
    if question := outcome.content.get("question"):
        return str(question)
    if outcome.content.get("change") is None:
        return f"{named(titles)} {_ALREADY[act]}."
    rows = [row for row in outcome.content.get("changed", []) if "ref" in row]
    if act == "update" and rows:
        return _changed(rows, titles, moment)
    shown = {ref: title for ref, title in titles.items() if ref in before} or titles or before
    follow = [row for ref, row in outcome.rows().items() if ref not in shown and row.get("due")]
    again = f" Next: {joined([line(row, moment) for row in follow])}." if follow else ""
    return f"{_DONE[act]}: {named(shown)}.{again}"


def _changed(rows: list[Row], titles: Mapping[int, str], moment: Moment) -> str:
    """Field by field for one task; for several what they have now."""
    first = rows[0]
    if first["field"] == "title":
        return f"Renamed #{first['ref']} from “{first['old']}” to “{first['new']}”."
    if len(titles) == 1:
        facts = joined([_shift(row, moment) for row in rows])
    else:
        facts = joined(list(dict.fromkeys(_fact(row, moment) for row in rows)))
    return f"Changed: {named(titles)}{', ' if facts else ''}{facts}."


def _shift(row: Row, moment: Moment) -> str:
    if row["field"] == "description":
        return "its note"
    old = _value(row, "old", moment)
    return _fact(row, moment) + (f" (was {old})" if old != "none" else "")


def _fact(row: Row, moment: Moment) -> str:
    if row["field"] == "description":
        return ""
    new = _value(row, "new", moment)
    return (
        f"{row['field']} {new}"
        if new != "none"
        else _GONE.get(row["field"], f"no {row['field']} any more")
    )


def _value(row: Row, name: str, moment: Moment) -> str:
    if row["field"] == "due":
        return when(row[name], moment)
    said = str(row[name] or "none")
    if row["field"] != "reminders":
        return said
    return _STAMP.sub(
        lambda at: in_words(from_stored(at[0]), now=moment.now, zone=moment.zone), said
    )
