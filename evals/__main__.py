"""Score dates, quick-add, intents and conversations. Run: python -m evals [FOLDER].

Without a folder the kit's rows, beside the repository, and our scenarios; tables and picture then go into docs/evals.md. With one
its rows alone, and the table is printed as JSON.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from evals import picture, scenario
from evals.prediction import Row, predict

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT.parent / "shared" / "nlu"
FAILURES = ROOT / "build" / "evals" / "failures.jsonl"
PAGE = ROOT / "docs" / "evals.md"
FAMILIES = ("datetime", "quickadd", "intent")
PEERS = ROOT / "evals" / "peers.json"
HEAD = """\
# How well Watchbill understands

Written by `make evals`: the dev data's rows, strict, and conversations of our own, all without a model. `make evals DATA=FOLDER` scores
other files of the same formats, and prints the table as JSON. Rules and words are in [language.md](language.md).
What a small language model adds is in [evals-model.md](evals-model.md).

![How much is right, in percent](images/evals.svg)

"""
CONVERSATIONS = """\
## Conversations

Each is a list to start from, what a person says, and how the list has to be afterwards, or what has to be asked: `evals/scenarios`. They run
over a real store and the real MCP tools. Those of `afresh` and `again` were written after the rules, to try them: at first sight the rules did
what was meant in 66 of 99 and 55 of 77 of these; nearly all others changed nothing and said so. Of `anew`, written later by someone who had
read the rules, it was 83 of 98; of `daily`, in four batches of which each was mended before the next, 108 of 160. All of them are dev data now.

Times are those of the machine as it was. Whole turns through HTTP, with server and assistant as two processes, are measured by `python -m bench.turn`.

"""
LIBRARIES = """\
## Beside libraries

The same core rows of dates, read by libraries (`python -m evals.peers` where they are installed; ranges and recurrences only where a library has them).
On the half that isn't here the kit's own readers get 86.5 % from Duckling with recurrent, 62.3 % from Recognizers-Text, 54.5 % from chrono.

"""


def main() -> None:
    is_ours = len(sys.argv) == 1
    folder = _kit() if is_ours else Path(sys.argv[1]).resolve()
    rows = [row for path in sorted(folder.glob("*.jsonl")) for row in _rows(path)]
    if not rows:
        sys.exit(f"There are no rows of {', '.join(FAMILIES)} in {folder}.")
    table = score(rows, _scorer(folder))
    if is_ours:
        text = write(table, asyncio.run(scenario.play_all(scenario.load())))
        print(text)
    else:
        print(json.dumps({"table": table, "failures": str(FAILURES)}))


def write(table: list[dict[str, Any]], played: list[scenario.Result]) -> str:
    """The page and its picture; what went wrong in a conversation goes beside the wrong rows."""
    talks = conversations(played)
    with FAILURES.open("a", encoding="utf-8") as failures:
        for one in played:
            if one.wrong:
                said = {"scenario": one.scenario.name, "answers": one.answers, "wrong": one.wrong}
                failures.write(json.dumps(said) + "\n")
    bars = [
        (f"{line['family']} {line['name'] if line['by'] != 'all' else 'all'}", line["percent"])
        for line in table
        if line["tier"] == "core"
        and line["by"] in ("all", "kind")
        and line["family"] != "quickadd"
    ]
    bars += [("quickadd", line["percent"]) for line in table if _is_quick_add(line)]
    bars += [("conversations", round(100 * sum(not one.wrong for one in played) / len(played), 1))]
    picture.draw(ROOT / "docs" / "images" / "evals.svg", bars)
    text = HEAD + page(table) + "\n" + CONVERSATIONS + talks + "\n" + LIBRARIES + libraries(table)
    PAGE.write_text(text, encoding="utf-8")
    return text


def _is_quick_add(line: dict[str, Any]) -> bool:
    return (line["family"], line["tier"], line["by"]) == ("quickadd", "core", "all")


def conversations(played: list[scenario.Result]) -> str:
    """Right and all of them, by the file that they stand in, and how long a turn took."""
    lines = [
        "| conversations | right | of | % | ms of a turn, median (p95) |",
        "|---|---|---|---|---|",
    ]
    kinds = dict.fromkeys(one.scenario.kind for one in played)
    for kind in (*kinds, "all"):
        of = [one for one in played if kind in (one.scenario.kind, "all")]
        right = sum(not one.wrong for one in of)
        taken = sorted(time for one in of for time in one.times)
        took = f"{statistics.median(taken):.0f} ({taken[int(len(taken) * 0.95)]:.0f})"
        percent = round(100 * right / len(of), 1)
        lines.append(f"| {kind} | {right} | {len(of)} | {percent} | {took} |")
    return "\n".join(lines) + "\n"


def libraries(table: list[dict[str, Any]]) -> str:
    """The table of libraries, as it was measured last, with ours above."""
    [ours] = [
        line
        for line in table
        if (line["family"], line["tier"], line["by"]) == ("datetime", "core", "all")
    ]
    lines = [
        "| dates and recurrences (core) | right | of | % | ms, median |",
        "|---|---|---|---|---|",
    ]
    rows = [["Watchbill", ours["right"], ours["of"], ours["percent"], ours["median_ms"]]]
    rows += json.loads(PEERS.read_text(encoding="utf-8"))
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def _kit() -> Path:
    """The kit beside the repository, or beside the one that this is a worktree of."""
    shared = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--path-format=absolute", "--git-common-dir"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    places = [ROOT.parent, *([Path(shared).parent.parent] if shared else [])]
    found = [place / "shared" / "nlu" for place in places if (place / "shared" / "nlu").is_dir()]
    if not found:
        sys.exit(
            f"The understanding kit isn't at {KIT}. Put it there, or name a folder: make evals DATA=FOLDER"
        )
    return found[0]


def _rows(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [row for row in rows if row.get("family") in FAMILIES and "tier" in row]


def _scorer(folder: Path) -> ModuleType:
    """The kit's own rules of what is right, from the folder or from the kit."""
    path = folder / "score.py"
    path = path if path.exists() else _kit() / "score.py"
    spec = spec_from_file_location("kit_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} can't be loaded.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(rows: list[Row], scorer: ModuleType) -> list[dict[str, Any]]:
    """Right and all rows, by family, tier, source and kind; what is wrong goes into a file."""
    predict(rows[0])  # what is made once isn't part of a sentence's time
    count: Counter[tuple[str, ...]] = Counter()
    right: Counter[tuple[str, ...]] = Counter()
    times: dict[str, list[float]] = {}
    FAILURES.parent.mkdir(parents=True, exist_ok=True)
    with FAILURES.open("w", encoding="utf-8") as failures:
        for row in rows:
            begin = time.perf_counter()
            found = predict(row)
            times.setdefault(row["family"], []).append((time.perf_counter() - begin) * 1000)
            is_right, wrong = scorer.JUDGES[row["family"]](row, found, False)  # noqa: FBT003 -- the scorer's
            if not is_right:
                failures.write(json.dumps({"row": row, "got": found, "wrong": wrong}) + "\n")
            for key in _keys(row, scorer.group_of(row)):
                count[key] += 1
                right[key] += is_right
    return [_line(key, right[key], count[key], times) for key in sorted(count)]


def _keys(row: Row, group: str) -> list[tuple[str, ...]]:
    start = (row["family"], row["tier"])
    return [(*start, "all", "all"), (*start, "source", row["source"]), (*start, "kind", group)]


def _line(
    key: tuple[str, ...], right: int, count: int, times: dict[str, list[float]]
) -> dict[str, Any]:
    family, tier, by, name = key
    line: dict[str, Any] = {"family": family, "tier": tier, "by": by, "name": name}
    line |= {"right": right, "of": count, "percent": round(100 * right / count, 1)}
    if by == "all":
        taken = sorted(times[family])
        line["median_ms"] = round(statistics.median(taken), 2)
        line["p95_ms"] = round(taken[int(len(taken) * 0.95)], 2)
    return line


def page(table: list[dict[str, Any]]) -> str:
    lines = [
        "| family | rows | by | right | of | % | ms, median (p95) |",
        "|---|---|---|---|---|---|---|",
    ]
    for line in table:
        name = "all" if line["by"] == "all" else f"{line['by']} {line['name']}"
        took = f"{line['median_ms']} ({line['p95_ms']})" if "median_ms" in line else ""
        lines.append(
            f"| {line['family']} | {line['tier']} | {name} | {line['right']} | {line['of']} | {line['percent']} | {took} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
