"""The filter language: what it means, what it leaves alone, and what it says about mistakes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.conditions import SORTS, leaves, trees

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition, Days, Has, Is, Text
from watchbill.domain.errors import InvalidError
from watchbill.domain.filter import Query, parse, to_text
from watchbill.domain.query import Sort

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # a Tuesday; in Berlin it is Wednesday


def read(text: str, zone: str = "UTC") -> Query:
    return parse(text, now=NOW, zone=zone)


def condition(text: str) -> Condition:
    return read(text).condition


def problem(text: str) -> InvalidError:
    with pytest.raises(InvalidError) as caught:
        read(text)
    return caught.value


def words(*found: str) -> Condition:
    return tree.all_of(*(Text((word,)) for word in found))


def days(first: str, last: str, moment: tree.Moment = "due") -> Days:
    return Days(
        moment,
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def test_plain_words_have_to_begin_words_all_of_them() -> None:
    assert read("  Milk  eggs* ") == Query(words("milk", "eggs"))
    assert read("") == Query() == read(" & ")


def test_a_phrase_is_whole_words_unless_a_star_follows() -> None:
    assert condition('"Pay rent"') == Text(("pay", "rent"), is_prefix=False)
    assert condition("„pay re“* «x»") == tree.all_of(
        Text(("pay", "re")), Text(("x",), is_prefix=False)
    )  # fmt: skip
    assert condition("e-mail") == Text(("e", "mail"))
    assert condition('title:rent text:"z"') == tree.all_of(
        Text(("rent",), field="title"), Text(("z",), is_prefix=False)
    )
    assert condition("description:x,y") == tree.any_of(
        Text(("x",), field="description"), Text(("y",), field="description")
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("Tomorrow", "2026-11-25", "2026-11-25"),
        ("tuesday", "2026-11-24", "2026-11-24"),
        ("mon", "2026-11-30", "2026-11-30"),
        ("this-week", "2026-11-23", "2026-11-29"),
        ('"next week"', "2026-11-30", "2026-12-06"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("weekend", "2026-11-28", "2026-11-29"),
        ('"next 7 days"', "2026-11-24", "2026-12-01"),
        ("last-2-weeks", "2026-11-10", "2026-11-24"),
        ("+3d", "2026-11-27", "2026-11-27"),
        ("3d", "2026-11-27", "2026-11-27"),
        ("-1w", "2026-11-17", "2026-11-17"),
        ("+3m", "2027-02-24", "2027-02-24"),
        ("+1Y", "2027-11-24", "2027-11-24"),
        ("2026-12-01", "2026-12-01", "2026-12-01"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-12-01..2026-12-24", "2026-12-01", "2026-12-24"),
        ("today..", "2026-11-24", ""),
        ("..today", "", "2026-11-24"),
        ("<2026-12-01", "", "2026-11-30"),
        ("<=this-week", "", "2026-11-29"),
        (">=today", "2026-11-24", ""),
        (">this-week", "2026-11-30", ""),
        ("=today", "2026-11-24", "2026-11-24"),
    ],
)
def test_days_are_written_as_people_say_them(text: str, first: str, last: str) -> None:
    assert condition(f"due:{text}") == days(first, last)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    found = parse("due:+1m", now=datetime(2027, 1, 31, tzinfo=UTC), zone="UTC")
    assert found.condition == days("2027-02-28", "2027-02-28")


def test_a_weekday_of_the_past_is_the_last_one_and_today_is_the_users() -> None:
    assert condition("created:monday") == days("2026-11-23", "2026-11-23", "created")
    assert condition("completed:tue") == days("2026-11-24", "2026-11-24", "completed")
    assert read("due:today", "Europe/Berlin").condition == days("2026-11-25", "2026-11-25")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("due:none", tree.Not(Has("due"))),
        ("no:due", tree.Not(Has("due"))),
        ("has:due", Has("due")),
        ("due:any", Has("due")),
        ("due:overdue", Is("overdue")),
        ("is:overdue", Is("overdue")),
        ("is:recurring", Has("recurrence")),
        ("state:subtask", Has("parent")),
        ("is:open,done", tree.Or((Is("open"), Is("done")))),
        ("tag:#home", tree.Tag("home")),
        ("tag:none", tree.Not(Has("tag"))),
        ('tag:"none"', tree.Tag("none")),
        ('project:"A, \\"B\\"",C', tree.Or((tree.Project('A, "B"'), tree.Project("C")))),
        ("parent:#3", tree.Parent("#3")),
        ("parent:any", Has("parent")),
        ("p2", tree.Priority(2, 2)),
        ("priority:p2", tree.Priority(2, 2)),
        ("priority:high", tree.Priority(1, 1)),
        ("prio:none", tree.Priority(4, 4)),
        ("priority:any", tree.Priority(1, 3)),
        ("priority:<=2", tree.Priority(1, 2)),
        ("priority:<2", tree.Priority(1, 1)),
        ("priority:>2", tree.Priority(3, 4)),
        ("priority:>=2", tree.Priority(2, 4)),
        ("priority:2..3", tree.Priority(2, 3)),
        ("#12", tree.Ref(12)),
        ("ref:#12", tree.Ref(12)),
        ("ref:12,13", tree.Or((tree.Ref(12), tree.Ref(13)))),
        ('filter:"My day"', tree.Saved("My day")),
    ],
)
def test_a_term_has_a_key_and_a_value(text: str, found: Condition) -> None:
    assert condition(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a or b c", tree.Or((words("a"), words("b", "c")))),
        ("a | b|c", tree.Or((words("a"), words("b"), words("c")))),
        ("(a or b) and c", tree.And((tree.Or((words("a"), words("b"))), words("c")))),
        ("-a -(b c)", tree.And((tree.Not(words("a")), tree.Not(words("b", "c"))))),
        ("not p1 NOT a", tree.And((tree.Not(tree.Priority(1, 1)), tree.Not(words("a"))))),
        ("not not p1", tree.Priority(1, 1)),
        ("not (a)", tree.Not(words("a"))),
        ("-(&) a () | &", words("a")),
        ("(tag:x foo(bar))", tree.And((tree.Tag("x"), Text(("foo", "bar"))))),
    ],
)
def test_terms_are_joined(text: str, found: Condition) -> None:
    assert condition(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("note: call", words("note", "call")),
        ("due: soon", words("due", "soon")),
        ("tag:, x", words("tag", "x")),
        ("do not disturb", words("do", "not", "disturb")),
        ("or bread", words("or", "bread")),
        ("bread and", words("bread", "and")),
        ("smile :) (x", words("smile", "x")),
        ("- milk --force", words("milk", "force")),
        ('10:30 5" @home #home', tree.all_of(Text(("10", "30")), words("5", "home", "home"))),
        ("&|& | milk", words("milk")),
    ],
)
def test_what_isnt_clearly_the_language_is_plain_words(text: str, found: Condition) -> None:
    assert condition(text) == found


@given(st.text(alphabet="aZ1 #-+*|()<>=.,!?&%@/\\'éß🎉\n"))
def test_text_without_quotes_and_keys_never_fails(text: str) -> None:
    assert isinstance(condition(text), Condition)


@given(
    trees(leaves(tags=["home", "no one", "any"], projects=['A, "B"\\', "Inbox", "x"], parents=["#3", "Plan it"])),
    SORTS,
)  # fmt: skip
def test_what_is_written_out_is_read_back(found: Condition, sort: tuple[Sort, ...]) -> None:
    assert read(to_text(found, sort)).condition == found
    assert read(to_text(found, sort)).sort == sort


def test_names_and_saved_filters_are_read_back() -> None:
    text = 'tag:home project:"any" parent:"Plan it" filter:day'
    assert to_text(condition(text)) == text
    assert to_text(tree.EVERYTHING) == ""


@pytest.mark.parametrize(
    "text",
    [
        "rent or -(p1 tag:x)",
        "(a or b) due:2026-11-24.. -has:due",
        'title:"pay rent"* description:"or" is:recurring',
        'tag:"a \\"b\\" \\\\" parent:"#3" priority:2..3 sort:due,-title',
    ],
)
def test_a_filter_written_out_is_the_text_that_was_read(text: str) -> None:
    query = read(text)
    assert to_text(query.condition, query.sort) == text


def test_one_sort_says_the_order() -> None:
    assert read("sort:due,-priority p1").sort == (
        Sort("due"),
        Sort("priority", is_descending=True),
    )
    assert problem("sort:due sort:title").details["position"] == 9
    assert problem("-sort:due").details["position"] == 1


@pytest.mark.parametrize("text", ["due:today", "due:overdue", "is:overdue", "-created:this-week"])
def test_an_answer_that_time_changes_is_not_timeless(text: str) -> None:
    assert read(text).is_timeless is False


@pytest.mark.parametrize("text", ["", "milk", "due:2026-12-01..2026-12", "due:none", "is:open p1"])
def test_any_other_answer_is_timeless(text: str) -> None:
    assert read(text).is_timeless is True


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a due:todya", "due:todya at character 3 is not a day: “todya”.", "Did you mean today? Use none,"),
        ("created:none", "created:none at character 1 is not a day: “none”.", "Use today,"),
        ("due:2026-13-01", "due:2026-13-01 at character 1 is not a day: “2026-13-01”.", "Did you"),
        ("due:1200", "due:1200 at character 1 is not a day: “1200”.", ""),
        ("due:+9999y", "due:+9999y at character 1 is not a day: “+9999y”.", ""),
        ("due:..", "due:.. at character 1 is not a day: “”.", ""),
        ("due:2026-12-05..2026-12-01", "due:2026-12-05..2026-12-01 at character 1 ends before it begins.", "Write"),
        ("is:opne", "is:opne at character 1 is not known.", "Did you mean open? Use open, done,"),
        ("has:x", "has:x at character 1 is not known.", "Use due, tag,"),
        ("sort:size", "sort:size at character 1 is not known.", ""),
        ("p:5", "priority:5 at character 1 is no priority.", "Use 1 (the highest), 2, 3 or 4 (none)."),
        ("priority:<1", "priority:<1 at character 1 leaves no priority.", ""),
        ("ref:x", "ref:x at character 1 is no task's number.", "Write it as ref:12 or #12."),
        ('x "abc', 'The quote at character 3 is never closed: "abc', "Close it, or leave it out."),
        ("(a) tag:x ((b)", "The bracket at character 11 is never closed.", "Close it, or leave it out."),
        ("(" * 21, "The bracket at character 21 is inside 20 others.", "Write it flatter."),
        ("x" * 1001, "The filter has 1001 characters.", "1000 is the most."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text: str, message: str, hint: str) -> None:
    error = problem(text)
    assert (error.code, error.message) == ("INVALID_QUERY", message)
    assert error.hint.startswith(hint)
    assert set(error.details) == {"field", "position", "length", "text"}


def test_a_program_learns_the_place_and_the_text_of_a_mistake() -> None:
    details: dict[str, Any] = {"field": "query", "position": 2, "length": 9, "text": "due:todya"}
    assert problem("a due:todya").details == details


@pytest.mark.parametrize(
    ("text", "state", "scope"),
    [
        ("milk", "open", "is:open milk"),
        ("is:done milk", "open", "is:all is:done milk"),
        ("completed:today", "open", "is:all completed:2026-11-24"),
        ("#3", "done", "is:all #3"),
        ("is:deleted", "open", "is:deleted"),
        ("-p1", "all", "is:all -p1"),
    ],
)
def test_a_filter_that_speaks_of_states_is_not_held_to_the_lists(
    text: str, state: Any, scope: str
) -> None:
    assert to_text(tree.scoped(condition(text), state)) == scope


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("is:all is:done", "done"),
        ("is:blocked", "open"),
        ("is:deleted", "deleted"),
        ("is:all -is:done", "all"),
        ("is:done or is:deleted", None),
    ],
)
def test_the_state_of_what_is_found_is_known_or_not(text: str, state: str | None) -> None:
    assert tree.state_of(condition(text)) == state
