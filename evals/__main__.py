"""Score dates, quick-add and intents. Run: python -m evals [FOLDER].

Without a folder the kit's, beside the repository; the table then goes into docs/evals.md. With one it is printed as JSON.
"""

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

from evals.prediction import Row, predict

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT.parent / "shared" / "nlu"
FAILURES = ROOT / "build" / "evals" / "failures.jsonl"
PAGE = ROOT / "docs" / "evals.md"
FAMILIES = ("datetime", "quickadd", "intent")
HEAD = """\
# How well Watchbill understands

Written by `make evals`: the dev data's rows, strict, without a model. `make evals DATA=FOLDER` does the same for other
files of the same formats. Rules and words are in [language.md](language.md).

"""


def main() -> None:
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else _kit()
    rows = [row for path in sorted(folder.glob("*.jsonl")) for row in _rows(path)]
    if not rows:
        sys.exit(f"There are no rows of {', '.join(FAMILIES)} in {folder}.")
    table = score(rows, _scorer(folder))
    if len(sys.argv) > 1:
        print(json.dumps({"table": table, "failures": str(FAILURES)}))
    else:
        PAGE.write_text(HEAD + page(table), encoding="utf-8")
        print(page(table))


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
