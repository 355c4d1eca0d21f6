"""What date libraries make of the dev data's core rows. Run: python -m evals.peers FOLDER, where some of them are installed.

Writes evals/peers.json, one line for each library that is there. It needs nothing of Watchbill, so that an environment of its own will do.
"""

import importlib.util
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent / "peers.json"
Found = dict[str, Any]
Reader = Callable[[str, datetime], Found]
NONE: Found = {"kind": "none"}


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    spec = importlib.util.spec_from_file_location("kit_score", folder / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"There is no score.py in {folder}.")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    lines = (folder / "datetime.dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["tier"] == "core"]
    table = [
        score(name, reader, rows, scorer) for name, reader in READERS.items() if is_here(name)
    ]
    table.sort(key=lambda row: -row[1])
    OUT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


def is_here(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def score(name: str, reader: Reader, rows: list[Found], scorer: Any) -> list[Any]:
    reader("tomorrow at 5", datetime.now())  # noqa: DTZ005 -- what is missing shows here, and not as rows that are wrong
    right, taken = 0, []
    for row in rows:
        now = datetime.fromisoformat(row["reference"]).replace(tzinfo=None)
        begin = time.perf_counter()
        try:
            found = reader(row["text"], now)
        except Exception:  # noqa: BLE001 -- a library that fails has found nothing
            found = NONE
        taken.append((time.perf_counter() - begin) * 1000)
        is_right, _ = scorer.JUDGES["datetime"](row, {"id": row["id"], **found}, False)  # noqa: FBT003 -- the scorer's
        right += is_right
    percent = round(100 * right / len(rows), 1)
    return [
        f"{name} {_version(name)}",
        right,
        len(rows),
        percent,
        round(statistics.median(taken), 2),
    ]


def _version(name: str) -> str:
    return version({"recognizers_date_time": "recognizers-text-date-time"}.get(name, name))


def _at(at: datetime, *, is_day: bool) -> Found:
    if is_day:
        return {"kind": "date", "date": f"{at:%Y-%m-%d}"}
    return {"kind": "datetime", "at": f"{at:%Y-%m-%dT%H:%M}"}


def dateparser(text: str, now: datetime) -> Found:
    from dateparser.search import search_dates  # noqa: PLC0415 -- only where it is installed

    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": "future",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found = search_dates(text, languages=["en"], settings=settings)
    if not found:
        return NONE
    said, at = found[0]
    return _at(
        at,
        is_day=not re.search(
            r"\d\s*(?::|am|pm|h\b|hour|min)|now|noon|midnight", said, re.IGNORECASE
        ),
    )


def parsedatetime(text: str, now: datetime) -> Found:
    import parsedatetime as library  # noqa: PLC0415 -- only where it is installed

    calendar = library.Calendar(version=library.VERSION_CONTEXT_STYLE)
    at, context = calendar.parseDT(text, now)
    if not (context.hasDate or context.hasTime):
        return NONE
    return _at(at, is_day=not context.hasTime)


def timefhuman(text: str, now: datetime) -> Found:
    from timefhuman import tfhConfig  # noqa: PLC0415 -- the same
    from timefhuman import timefhuman as read  # noqa: PLC0415 -- only where it is installed

    found = read(text, tfhConfig(now=now))
    first = found[0] if isinstance(found, list) and found else found
    if isinstance(first, tuple):
        return {
            "kind": "interval",
            "from": f"{first[0]:%Y-%m-%dT%H:%M}",
            "to": f"{first[1]:%Y-%m-%dT%H:%M}",
        }
    if not isinstance(first, datetime):
        return NONE
    return _at(first, is_day=first.hour == first.minute == 0)


def recurrent(text: str, now: datetime) -> Found:
    from recurrent import RecurringEvent  # noqa: PLC0415 -- only where it is installed

    event = RecurringEvent(now_date=now)
    found = event.parse(text)
    if isinstance(found, datetime):
        return _at(found, is_day=found.hour == found.minute == 0)
    if event.is_recurring:
        rule = next(line for line in str(found).splitlines() if line.startswith("RRULE:"))
        return {"kind": "recurrence", "rrule": rule.removeprefix("RRULE:")}
    return NONE


def recognizers_date_time(text: str, now: datetime) -> Found:
    from recognizers_date_time import Culture, recognize_datetime  # noqa: PLC0415 -- only where it is installed

    found = recognize_datetime(text, Culture.English, reference=now)
    values = [value for value in found[0].resolution["values"] if value] if found else []
    if not values:
        return NONE
    ahead = [
        one for one in values if str(one.get("value", one.get("start", ""))) >= f"{now:%Y-%m-%d}"
    ]
    one = (ahead or values)[0]
    match one["type"]:
        case "date":
            return {"kind": "date", "date": one["value"]}
        case "datetime":
            return {"kind": "datetime", "at": one["value"].replace(" ", "T")[:16]}
        case "time":
            return {"kind": "datetime", "at": f"{now:%Y-%m-%d}T{one['value'][:5]}"}
        case "daterange" | "datetimerange":
            return {"kind": "interval", "from": _long(one["start"]), "to": _long(one["end"])}
    return NONE


def _long(text: str) -> str:
    return text.replace(" ", "T")[:16] if " " in text else f"{text}T00:00"


READERS: dict[str, Reader] = {
    "dateparser": dateparser,
    "parsedatetime": parsedatetime,
    "recurrent": recurrent,
    "timefhuman": timefhuman,
    "recognizers_date_time": recognizers_date_time,
}

if __name__ == "__main__":
    main()
