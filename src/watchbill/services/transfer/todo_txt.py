"""todo.txt: a line for each task, `x 2026-11-02 2026-11-01 (A) Title +Project @context due:2026-12-01 rec:+1w`.

The rules are those of the format's own page; `due:`, `rec:`, `pri:` and `t:` are the pairs that its programs agree on.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from watchbill.domain.due import Due, DueDate
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.instant import to_text
from watchbill.domain.names import Names
from watchbill.domain.recurrence import Basis, Recurrence, check_rule
from watchbill.domain.rule import parse
from watchbill.domain.task import Task
from watchbill.services.transfer.record import Found, Record, Setting

_DATE = r"\d{4}-\d\d-\d\d"
_HEAD = re.compile(
    rf"(?P<done>x\s+)?(?:\((?P<priority>[A-Z])\)\s+)?(?:(?P<first>{_DATE})\s+)?(?:(?P<second>{_DATE})\s+)?(?P<rest>.*)"
)
_PAIR = re.compile(r"(?P<name>due|rec|pri|id|sup):(?P<value>\S+)")
_PROJECT, _CONTEXT = re.compile(r"\+(\S+)"), re.compile(r"@(\S+)")
_STEP = re.compile(r"(?P<strict>\+?)(?P<count>\d+)(?P<unit>[dwmyb])")
_UNITS = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY", "b": "DAILY"}
_LETTERS = {"DAILY": "d", "WEEKLY": "w", "MONTHLY": "m", "YEARLY": "y"}
_WORDS = re.compile(r"[^\w-]+")


def read_todo_txt(data: bytes, setting: Setting) -> Found:
    found = Found()
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    rows = ((f"line {number}", line.strip()) for number, line in enumerate(lines, start=1))
    found.each(
        ((place, line) for place, line in rows if line),
        lambda place, line: _record(place, line, setting, found),
    )
    return found


def _record(place: str, line: str, setting: Setting, found: Found) -> Record:
    head = _HEAD.fullmatch(line)
    parts = head.groupdict() if head else {"rest": line}
    rest = parts["rest"] or ""
    pairs = {pair["name"]: pair["value"] for pair in _PAIR.finditer(rest) if _is_read(pair)}
    words = [word for word in rest.split() if not _is_mark(word, pairs)]
    due = found.part(place, setting.due, pairs["due"]) if "due" in pairs else None
    projects = [match for word in rest.split() if (match := _PROJECT.fullmatch(word))]
    contexts = [match for word in rest.split() if (match := _CONTEXT.fullmatch(word))]
    created = parts.get("second" if parts.get("done") else "first")
    if "rec" in pairs and "due" not in pairs:
        found.lose_part(place, "What repeats needs a due date; it is taken without repeating.")
    return Record(
        place=place,
        key=pairs.get("id", ""),
        title=" ".join(words),
        priority=_priority(parts.get("priority") or pairs.get("pri", "")),
        due=due,
        recurrence=_recurrence(pairs["rec"]) if "rec" in pairs and due else None,
        project=projects[0][1].replace("_", " ") if projects else "",
        tags=tuple([match[1] for match in contexts] + [match[1] for match in projects[1:]]),
        parent=pairs.get("sup", ""),
        created_at=found.part(place, setting.moment, created) if created else None,
        completed_at=_completed(parts, setting) if parts.get("done") else None,
    )


def _is_read(pair: "re.Match[str]") -> bool:
    """Whether a pair says what its name promises; “due:soon” stays in the title."""
    match pair["name"]:
        case "due":
            return bool(re.fullmatch(_DATE, pair["value"]))
        case "rec":
            return bool(_STEP.fullmatch(pair["value"]))
        case _:
            return True


def _is_mark(word: str, pairs: dict[str, str]) -> bool:
    pair = _PAIR.fullmatch(word)
    if pair is not None:
        return pairs.get(pair["name"]) == pair["value"]
    return bool(_PROJECT.fullmatch(word) or _CONTEXT.fullmatch(word))


def _priority(letter: str) -> int:
    """A is the highest; all from D on is no priority of ours."""
    place = "ABC".find(letter.upper()) if letter else -1
    return place + 1 if place >= 0 else PRIORITY_NONE


def _recurrence(text: str) -> Recurrence:
    """`rec:1w` counts from the completion, `rec:+1w` from the due date."""
    step = _STEP.fullmatch(text)
    assert step is not None  # noqa: S101 -- only what fits is asked
    basis: Basis = "schedule" if step["strict"] else "completion"
    days = ";BYDAY=MO,TU,WE,TH,FR" if step["unit"] == "b" else ""
    rule = f"FREQ={_UNITS[step['unit']]};INTERVAL={step['count']}{days}"
    return Recurrence(check_rule(rule), basis)


def _completed(parts: Mapping[str, str | None], setting: Setting) -> datetime:
    """The first date of a line that is done, if it has one."""
    return setting.moment(parts["first"]) if parts["first"] else setting.now


def write_todo_txt(tasks: Iterator[Task], names: Names) -> Iterator[str]:
    """A line for each task. What the format has no place for (descriptions, times of day, most rules) is left out."""
    for task in tasks:
        yield " ".join(part for part in _parts(task, names) if part) + "\n"


def _parts(task: Task, names: Names) -> Iterator[str]:
    letter = "ABC"[task.priority - 1 : task.priority]
    if task.completed_at:
        yield "x"
        yield to_text(task.completed_at)[:10]
    elif letter:
        yield f"({letter})"
    yield to_text(task.created_at)[:10]
    yield task.title
    if task.project_id:
        yield f"+{_word(names.project(task))}"
    yield from (f"@{_word(tag)}" for tag in names.tags_of(task))
    if task.due:
        yield f"due:{_on(task.due)}"
    yield _rec(task.recurrence)
    if task.completed_at and letter:
        yield f"pri:{letter}"
    yield f"id:{task.ref}"
    if (parent := names.parent(task)) is not None:
        yield f"sup:{parent}"


def _word(name: str) -> str:
    return _WORDS.sub("_", name).strip("_") or "_"


def _on(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()


def _rec(recurrence: Recurrence | None) -> str:
    """The rule, where the format can say it: a plain interval."""
    if recurrence is None:
        return ""
    rule = parse(recurrence.rule)
    if not rule.is_plain or rule.freq not in _LETTERS:
        return ""
    strict = "+" if recurrence.basis == "schedule" else ""
    return f"rec:{strict}{rule.interval}{_LETTERS[rule.freq]}"
