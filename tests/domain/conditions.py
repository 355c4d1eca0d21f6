"""Random conditions, as the filter language can say them."""

from datetime import date

from hypothesis import strategies as st

from watchbill.domain import condition as tree
from watchbill.domain.query import Sort

DAYS = st.dates(min_value=date(2026, 11, 20), max_value=date(2026, 11, 28))
WORDS = st.sampled_from(
    ["rent", "pay", "call", "ca", "milk", "p1", "or", "not", "日", "uber", "e1"]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(tuple)


def _days(moment: tree.Moment, one: date, other: date, shape: str) -> tree.Days:
    first, last = sorted((one, other))
    return tree.Days(
        moment, None if shape == "until" else first, None if shape == "from" else last
    )


def _priority(one: int, other: int) -> tree.Priority:
    return tree.Priority(min(one, other), max(one, other))


def leaves(
    *, tags: list[str], projects: list[str], parents: list[str]
) -> st.SearchStrategy[tree.Condition]:
    moments: tuple[tree.Moment, ...] = ("due", "created", "completed", "updated")
    return st.one_of(
        st.builds(tree.Text, PHRASES, st.booleans(), st.sampled_from(["any", "title", "description"])),
        st.builds(tree.Tag, st.sampled_from(tags)),
        st.builds(tree.Project, st.sampled_from(projects)),
        st.builds(_priority, st.integers(1, 4), st.integers(1, 4)),
        st.builds(_days, st.sampled_from(moments), DAYS, DAYS, st.sampled_from(["both", "from", "until"])),
        st.builds(tree.Has, st.sampled_from(["due", "tag", "project", "parent", "recurrence", "description", "reminder"])),
        st.builds(
            tree.Is,
            st.sampled_from(["open", "done", "deleted", "all", "ready", "blocked", "overdue"]),
        ),
        st.builds(tree.Parent, st.sampled_from(parents)),
        st.builds(tree.Ref, st.integers(1, 12)),
    )  # fmt: skip


def trees(found: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
    """Trees of such leaves, in the shape that reading a filter gives."""
    return st.recursive(
        found,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: tree.all_of(*parts)),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: tree.any_of(*parts)),
            inner.map(tree.negate),
        ),
        max_leaves=6,
    )


SORTS = st.lists(
    st.builds(
        Sort,
        st.sampled_from(["due", "priority", "created", "completed", "updated", "deleted", "title", "position", "ref"]),
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda one: one.field,
).map(tuple)  # fmt: skip
