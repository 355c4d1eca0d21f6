"""The engine: rules tried bottom-up from each token, each result kept (a chart).

The ways of all rules for one name are one tree, so that what begins alike is tried once.
"""

from dataclasses import dataclass, field
from typing import Any

from watchbill.language.date.grammar import (
    Absent,
    Builder,
    Glue,
    Name,
    Path,
    RefusedError,
    Rule,
    Words,
)
from watchbill.language.date.lexicon import LEXICON
from watchbill.language.date.token import Token

Keys = tuple[str, ...]
Match = tuple[int, Any]
"""Where it ends (a token's index) and what it means."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The end of one way: what to build, of which values (None where a part was absent), and which rule goes before which."""

    order: int
    build: Builder
    is_said: tuple[bool, ...]

    def values(self, said: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(said) == len(self.is_said):
            return said
        left = iter(said)
        return tuple(next(left) if is_said else None for is_said in self.is_said)


@dataclass(slots=True)
class Node:
    """Where some ways have come to the same place, and how each goes on."""

    words: dict[str, list["Node"]] = field(default_factory=dict)
    names: list[tuple[Name, "Node"]] = field(default_factory=list)
    glued: "Node | None" = None
    goals: list[Goal] = field(default_factory=list)


class Tree:
    """All ways to say one name."""

    def __init__(self) -> None:
        self.root = Node()
        self.starts: set[Words | Name] = set()
        self.inner: set[str] = set()
        self._known: dict[tuple[int, Words | Name | Glue], Node] = {}

    def add(self, path: Path, goal: Goal) -> None:
        node = self.root
        steps = [step for step in path if not isinstance(step, Absent)]
        self.starts.add(next(step for step in steps if not isinstance(step, Glue)))
        for step in steps:
            node = self._next(node, step)
        node.goals.append(goal)

    def _next(self, node: Node, step: Words | Name | Glue) -> Node:
        after = self._known.get((id(node), step))
        if after is None:
            after = self._known[id(node), step] = Node()
            self._join(node, step, after)
        return after

    def _join(self, node: Node, step: Words | Name | Glue, after: Node) -> None:
        if isinstance(step, Words):
            for word in step.words:
                node.words.setdefault(word, []).append(after)
        elif isinstance(step, Name):
            node.names.append((step, after))
            self.inner.add(step.name)
        else:
            node.glued = after


class Grammar:
    """All rules, by what they yield, and what can begin with which word."""

    def __init__(self, rules: list[Rule]) -> None:
        self._trees = {rule.name: Tree() for rule in rules}
        for order, rule in enumerate(rules):
            for path in rule.paths:
                goal = Goal(order, rule.build, _is_said(path))
                self._trees[rule.name].add(path, goal)
        self._names_by_key = self._index()
        self._openings: dict[Keys, frozenset[str]] = {}
        self.lists = self._lists()

    def root(self, name: str) -> Node | None:
        """Where all ways to say the name begin; None for a class of words."""
        tree = self._trees.get(name)
        return tree.root if tree else None

    def openings(self, token: Token) -> frozenset[str]:
        """All names that can begin with the token. What is kept is kept by keys that rules know: few, whatever texts say."""
        keys = tuple(key for key in token.keys if key in self._names_by_key)
        found = self._openings.get(keys)
        if found is None:
            found = frozenset().union(*(self._names_by_key[key] for key in keys))
            self._openings[keys] = found
        return found

    def _index(self) -> dict[str, frozenset[str]]:
        """Key of a token → the names that can begin with it, classes of words among them."""
        keys = {name: self._own_keys(tree) for name, tree in self._trees.items()}
        before = 0
        while before != (before := sum(map(len, keys.values()))):
            for name, tree in self._trees.items():
                names = (step.name for step in tree.starts if isinstance(step, Name))
                keys[name] |= frozenset().union(*(keys.get(each, frozenset()) for each in names))
        found: dict[str, set[str]] = {}
        classes = {name for tree in self._trees.values() for name in tree.inner} - keys.keys()
        for name, own in {**keys, **{name: {f"<{name}>"} for name in classes}}.items():
            for key in own:
                found.setdefault(key, set()).add(name)
        return {key: frozenset(names) for key, names in found.items()}

    def _own_keys(self, tree: Tree) -> frozenset[str]:
        words = (step.words for step in tree.starts if isinstance(step, Words))
        names = (step.name for step in tree.starts if isinstance(step, Name))
        classes = frozenset(f"<{name}>" for name in names if name not in self._trees)
        return classes.union(*words)

    def _lists(self) -> tuple[str, ...]:
        """The names that can contain themselves: lists, and what is counted from something of its kind."""
        inner = {name: tree.inner & self._trees.keys() for name, tree in self._trees.items()}
        for _ in inner:
            inner = {name: of.union(*(inner[each] for each in of)) for name, of in inner.items()}
        return tuple(name for name, of in inner.items() if name in of)


def _is_said(path: Path) -> tuple[bool, ...]:
    """For each value of the builder whether this way says it."""
    return tuple(
        isinstance(step, Name)
        for step in path
        if isinstance(step, Absent) or (isinstance(step, Name) and not step.is_silent)
    )


_LONGEST = 40
"""No phrase has more tokens: so a text takes time in proportion to its length, whatever stands in it."""

Way = tuple[int, int, Goal, tuple[Any, ...]]
"""A way that was gone to its goal: the goal's order, where it ends, and what its names yielded."""


def _order(way: Way) -> int:
    return way[0]


def _end(match: Match) -> int:
    return match[0]


class Chart:
    """What the grammar finds in some tokens; each name is tried once at each place.

    In a long text lists are tried from its end on, so that the rest of each is known before it, and none is a recursion of its length.
    """

    def __init__(self, grammar: Grammar, tokens: tuple[Token, ...], context: Any) -> None:
        self._grammar = grammar
        self._tokens = tokens
        self._context = context
        self._lows = tuple(token.low for token in tokens)
        self._openings = (*map(grammar.openings, tokens), frozenset[str]())
        self._known: dict[tuple[str, int], tuple[Match, ...]] = {}
        for place in range(len(tokens) - 1, -1, -1) if len(tokens) > _LONGEST else ():
            for name in grammar.lists:
                self.at(name, place)

    def at(self, name: str, place: int) -> tuple[Match, ...]:
        """All that `name` can be from this token on: one meaning for each end."""
        if name not in self._openings[place]:
            return ()
        found = self._known.get((name, place))
        if found is None:
            self._known[name, place] = ()  # a rule that begins with itself finds nothing
            found = self._known[name, place] = self._try(name, place)
        return found

    def _try(self, name: str, place: int) -> tuple[Match, ...]:
        root = self._grammar.root(name)
        if root is None:
            return ((place + 1, self._word(name, self._tokens[place])),)
        ways: list[Way] = []
        self._follow(root, place, (), ways)
        ways.sort(key=_order)
        found: dict[int, Any] = {}
        for _, end, goal, said in ways:
            is_new = end not in found and end - place <= _LONGEST
            if is_new and (value := self._built(goal, said)) is not None:
                found[end] = value
        return tuple(sorted(found.items(), reverse=True, key=_end)) if found else ()

    def _built(self, goal: Goal, said: tuple[Any, ...]) -> Any:
        try:
            return goal.build(self._context, *goal.values(said))
        except RefusedError:
            return None

    @staticmethod
    def _word(name: str, token: Token) -> Any:
        if token.number >= 0:
            return token.number
        return LEXICON.get(name, {}).get(token.low, token.text)

    def _follow(self, node: Node, place: int, said: tuple[Any, ...], ways: list[Way]) -> None:
        """Go every way on from a node, from this token on."""
        if node.goals:
            ways.extend([(goal.order, place, goal, said) for goal in node.goals])
        if place == len(self._lows):
            return
        if node.words:
            for after in node.words.get(self._lows[place], ()):
                self._follow(after, place + 1, said, ways)
        if node.names:
            self._follow_names(node, place, said, ways)
        if node.glued and self._tokens[place].glued:
            self._follow(node.glued, place, said, ways)

    def _follow_names(
        self, node: Node, place: int, said: tuple[Any, ...], ways: list[Way]
    ) -> None:
        openings, known = self._openings[place], self._known
        for step, after in node.names:
            name = step.name
            if name in openings:
                found = known.get((name, place))
                for end, value in self.at(name, place) if found is None else found:
                    self._follow(after, end, said if step.is_silent else (*said, value), ways)
