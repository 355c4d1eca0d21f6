"""What came of it: a table for a person, JSON for programs."""

import json
from collections.abc import Sequence
from typing import Any

from damage.case import CLASSES
from damage.runner import Result, held

_MARKS = {True: "holds", False: "FAILS", None: "not here"}


def table(results: Sequence[Result]) -> str:
    """One row per class, one column per product and door; then what failed, and why."""
    columns = list(dict.fromkeys((result.product, result.door) for result in results))
    verdicts = [held([r for r in results if (r.product, r.door) == column]) for column in columns]
    width = max(len(says) for says in CLASSES.values())
    heads = [f"{product}, {door}" for product, door in columns]
    lines = [f"{'':4}{'':{width}}  " + "  ".join(heads)]
    for number, says in CLASSES.items():
        marks = (
            _mark(verdict[number], head) for verdict, head in zip(verdicts, heads, strict=True)
        )
        lines.append(f"{number:2}  {says:{width}}  " + "  ".join(marks))
    return "\n".join([*lines, "", *_failures(results), total(results)])


def _mark(verdict: bool | None, head: str) -> str:  # noqa: FBT001 -- a verdict is what it is
    return f"{_MARKS[verdict]:{len(head)}}"


def _failures(results: Sequence[Result]) -> list[str]:
    return [
        f"class {result.case.number} through {result.product}, {result.door}: "
        f"not so, that {result.case.says}\n    {result.seen.strip()}\n"
        for result in results
        if result.outcome == "fails"
    ]


def total(results: Sequence[Result]) -> str:
    """How many of the classes hold, over all that was tried."""
    verdicts = held(results)
    tried = sum(result.outcome != "not here" for result in results)
    failed = sum(result.outcome == "fails" for result in results)
    return (
        f"{sum(verdict is True for verdict in verdicts.values())} of {len(verdicts)} classes hold: "
        f"{tried - failed} of {tried} cases, {len(results) - tried} don't apply."
    )


def document(results: Sequence[Result]) -> str:
    """All of it as JSON."""
    return json.dumps(
        {
            "classes": [_class(number, says, results) for number, says in CLASSES.items()],
            "results": [_result(result) for result in results],
        },
        indent=1,
        ensure_ascii=False,
    )


def _class(number: int, says: str, results: Sequence[Result]) -> dict[str, Any]:
    return {"class": number, "what": says, "holds": held(results)[number]}


def _result(result: Result) -> dict[str, Any]:
    return {
        "class": result.case.number,
        "case": result.case.says,
        "product": result.product,
        "door": result.door,
        "outcome": result.outcome,
        "seen": result.seen,
        "seconds": round(result.seconds, 3),
    }
