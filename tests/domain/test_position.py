"""Places in an order: between any two there is another."""

from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.position import DIGITS, between, of_ref

MOVES = st.lists(st.tuples(st.integers(min_value=0), st.integers(min_value=0)), max_size=60)


def test_new_tasks_go_behind_each_other() -> None:
    keys = [of_ref(ref) for ref in (1, 2, 9, 10, 99, 1_000_000)]
    assert keys == sorted(keys)


@given(MOVES)
def test_a_task_can_be_put_between_any_two_others_forever(moves: list[tuple[int, int]]) -> None:
    keys = ["", of_ref(1), of_ref(2), of_ref(3), of_ref(10), of_ref(11)]
    for place, _ in moves:
        at = place % (len(keys) - 1)
        made = between(keys[at], keys[at + 1])
        assert keys[at] < made < keys[at + 1]
        assert set(made) <= set(DIGITS)
        keys.insert(at + 1, made)
    assert keys == sorted(set(keys))


def test_a_hundred_tasks_put_first_one_after_the_other_keep_short_places() -> None:
    first = of_ref(1)
    for _ in range(100):
        first = between("", first)
    assert len(first) < 40
