"""What `bench.scale` measured, as a table and a picture of how work grows. Run: python -m bench.picture FILE... (its JSON)."""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "growth.svg"
COLOURS = {"sqlite": "#2b7a78", "postgresql": "#b5651d"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_ROW, _LEFT, _WIDTH = 30, 150, 560
_FASTEST, _SLOWEST = 0.3, 1_000_000.0
"""The ends of the picture, in milliseconds."""
Row = dict[str, Any]


def main() -> None:
    rows = [row for name in sys.argv[1:] for row in json.loads(Path(name).read_text())]
    print("\n".join(table(rows)))
    PICTURE.write_text(picture(rows), encoding="utf-8")


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Milliseconds, the median, for each work, store and number of tasks; and how much more than with the fewest."""
    columns = sorted(
        {(row["store"], row["tasks"]) for row in rows},
        key=lambda one: (one[0] != "sqlite", one[1]),
    )
    found = {(row["work"], row["store"], row["tasks"]): row["median"] for row in rows}
    yield (
        "| work | "
        + " | ".join(f"{NAMES[store]}, {_count(tasks)}" for store, tasks in columns)
        + " |"
    )
    yield "|---" + "|---:" * len(columns) + "|"
    for work in dict.fromkeys(row["work"] for row in rows):
        cells = [_time(found.get((work, *column))) for column in columns]
        yield f"| {work} | " + " | ".join(cells) + " |"


def _count(tasks: int) -> str:
    return f"{tasks // 1_000_000} M" if tasks >= 1_000_000 else f"{tasks // 1_000} k"  # noqa: PLR2004 -- a million


def _time(milliseconds: float | None) -> str:
    if milliseconds is None:
        return ""
    if milliseconds < 1_000:  # noqa: PLR2004 -- a second
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds / 1_000:.1f} s"


def picture(rows: Sequence[Row]) -> str:
    """For each work a line from the fewest tasks, a small dot, to the most, a large one. It is read on light and dark pages alike."""
    works = list(dict.fromkeys(row["work"] for row in rows))
    height = _ROW * (len(works) + 2)
    parts = [
        *(_mark(10.0**power, height) for power in range(7)),
        *(
            f'<text x="{_LEFT - 10}" y="{_top(place) + 4}" text-anchor="end">{work}</text>'
            for place, work in enumerate(works)
        ),
        *(
            part
            for place, work in enumerate(works)
            for store in COLOURS
            for part in _dots(
                place, store, [row for row in rows if (row["work"], row["store"]) == (work, store)]
            )
        ),
        *(
            f'<text x="{_LEFT + 110 * place}" y="{height - 6}" fill="{colour}">● {NAMES[store]}</text>'
            for place, (store, colour) in enumerate(COLOURS.items())
            if any(row["store"] == store for row in rows)
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 40} {height}" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="#5b7083" role="img">\n'
        "<title>How long work takes with few tasks (small dots) and with many (large dots)</title>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _top(place: int) -> int:
    return _ROW * place + 40


def _x(milliseconds: float) -> float:
    share = math.log(milliseconds / _FASTEST) / math.log(_SLOWEST / _FASTEST)
    return _LEFT + _WIDTH * min(max(share, 0.0), 1.0)


def _dots(place: int, store: str, rows: Sequence[Row]) -> Iterator[str]:
    y = _top(place) + (-4 if store == "sqlite" else 5)
    colour, ordered = COLOURS[store], sorted(rows, key=lambda row: int(row["tasks"]))
    points = " ".join(f"{_x(row['median']):.1f},{y}" for row in ordered)
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-opacity="0.5"/>'
    for row in ordered:
        size = 1 + math.log10(row["tasks"]) * 0.65
        yield f'<circle cx="{_x(row["median"]):.1f}" cy="{y}" r="{size:.1f}" fill="{colour}" fill-opacity="0.85"/>'


def _mark(milliseconds: float, height: int) -> str:
    x, said = _x(milliseconds), _time(milliseconds).replace(".0", "")
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{height - 26}" stroke="#8a9aa9" stroke-opacity="0.35"/>'
        f'<text x="{x:.1f}" y="14" text-anchor="middle">{said}</text>'
    )


if __name__ == "__main__":
    main()
