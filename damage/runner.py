"""Puts a product through the cases."""

import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from damage import cases as _cases
from damage.adapter import NotHereError, Product
from damage.case import CASES, CLASSES, Case
from damage.world import DamageError, World

Outcome = Literal["holds", "fails", "not here"]
assert _cases  # noqa: S101 -- importing it fills CASES


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case at one door of one product."""

    case: Case
    product: str
    door: str
    outcome: Outcome
    seen: str
    seconds: float


def run(product: Product, door: str, chosen: Iterable[Case] = CASES) -> Iterator[Result]:
    """Put this door of the product through the cases."""
    for case in sorted(chosen, key=lambda case: case.number):
        begin = time.perf_counter()
        world = World(product, door)
        outcome, seen = _run(case, world)
        product.tidy(world.marker)
        yield Result(case, product.name, door, outcome, seen, time.perf_counter() - begin)


def _run(case: Case, world: World) -> tuple[Outcome, str]:
    try:
        case.run(world)
    except NotHereError as error:
        return "not here", str(error)
    except DamageError as error:
        return "fails", str(error)
    except Exception:  # noqa: BLE001 -- a product or an adapter that breaks is a failure of the case, not of the run
        return "fails", traceback.format_exc(limit=-3)
    return "holds", ""


def held(results: Iterable[Result]) -> dict[int, bool | None]:
    """By class: whether all of its cases hold; None when none of them was tried."""
    found = list(results)
    return {number: _held([r for r in found if r.case.number == number]) for number in CLASSES}


def _held(results: list[Result]) -> bool | None:
    tried = [result for result in results if result.outcome != "not here"]
    return all(result.outcome == "holds" for result in tried) if tried else None
