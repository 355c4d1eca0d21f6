"""Several changes as one: each thing once, from what it was first to what it is last."""

import pytest

from watchbill.domain.folding import folded
from watchbill.domain.operation import Operation


def op(id: str, before: object, after: object) -> Operation:
    def side(value: object) -> dict[str, object] | None:
        return value if isinstance(value, dict) or value is None else {"title": value}

    return Operation("task", id, side(before), side(after))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            [op("1", None, {"title": "a", "tags": []}), op("1", {"tags": []}, {"tags": ["t"]})],
            [op("1", None, {"title": "a", "tags": ["t"]})],
            id="made, then edited",
        ),
        pytest.param(
            [op("1", "a", "b"), op("1", {"title": "b", "due": None}, {"title": "c", "due": "d"})],
            [op("1", {"title": "a", "due": None}, {"title": "c", "due": "d"})],
            id="edited twice",
        ),
        pytest.param([op("1", "a", "b"), op("1", "b", "a")], [], id="as it was again"),
        pytest.param([op("1", None, "a"), op("1", "a", None)], [], id="only there in between"),
        pytest.param(
            [op("1", "a", "b"), op("1", {"title": "b", "due": "d"}, None)],
            [op("1", {"title": "a", "due": "d"}, None)],
            id="edited, then removed",
        ),
        pytest.param(
            [op("1", {"title": "a", "due": "d"}, None), op("1", None, {"title": "a", "due": "e"})],
            [op("1", {"due": "d"}, {"due": "e"})],
            id="removed, then made again",
        ),
        pytest.param(
            [op("1", "a", None), op("2", "b", "c"), op("3", None, "d"), op("2", "c", "e")],
            [op("3", None, "d"), op("2", "b", "e"), op("1", "a", None)],
            id="what is made comes first, what is removed last",
        ),
        pytest.param(
            [op("1", None, "a"), Operation("tag", "1", None, {"name": "a"})],
            [op("1", None, "a"), Operation("tag", "1", None, {"name": "a"})],
            id="two nouns with one id",
        ),
    ],
)
def test_what_happened_on_the_way_is_left_out(
    given: list[Operation], expected: list[Operation]
) -> None:
    assert list(folded(given)) == expected
