"""A sentence to what it asks for. The first rule that fits decides; where none does, nothing is changed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from watchbill.language import (
    amending,
    asking,
    changing,
    clause,
    doing,
    duty,
    entering,
    following,
    moving,
    noting,
    own_plans,
    perhaps,
    pointing,
    refining,
    relating,
    talk,
    turning,
    unable,
    unless,
    writing,
)
from watchbill.language.concern import concern
from watchbill.language.date import read
from watchbill.language.fronting import fronted
from watchbill.language.intent import Add, Do, Intent, Moment, Talk, Update, View, Wish
from watchbill.language.spelling import spelled
from watchbill.language.timing import time_kind
from watchbill.language.words import strip_politeness

Rule = Callable[[str, Moment], Intent | None]


def _timeless(rule: Callable[[str], Intent | None]) -> Rule:
    return lambda text, _: rule(text)


_RULES: tuple[Rule, ...] = (
    _timeless(talk.small_talk),
    _timeless(asking.more),
    _timeless(asking.kept),
    _timeless(entering.unsaid),
    turning.turn_back,
    turning.history,
    entering.described,
    turning.project,
    _timeless(unable.unable),
    refining.hushed,
    refining.cancelled,
    relating.wait,
    pointing.pointed,
    duty.agenda,
    asking.one,
    asking.view,
    amending.prefer,
    relating.split,
    relating.swap,
    changing.change,
    doing.empty,
    noting.timed,
    _timeless(writing.labelled),
    _timeless(writing.add),
    doing.reopen,
    doing.complete,
    doing.restore,
    doing.delete,
    doing.said_done,
    noting.reminded,
    noting.note,
    _timeless(duty.wish),
    duty.engagement,
    _timeless(duty.duty),
    _timeless(pointing.there),
)
_SPLIT = re.compile(
    r"\s*(?:[;\n]+|(?<!\b[DM]r)(?<!\bSt)(?<!\bMrs)[.!?]+(?=\s)|,?\s+(?:and|then|also|plus)(?:\s+(?:then|also|please|after that|can you|could you|while you(?:'re| are) (?:at it|there),?))*(?=\s)|,(?=\s))\s*",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:please |can you |could you |also |then )*(?:add|put|remove|delete|erase|mark|check off|cross off|tick off|complete|rename|reschedule|postpone|move|undo|reopen|restore|"
    r"remind me|show|list|tell me|what|how many|set|change|tag|untag|cancel|make it|make that|push|clear|snooze|prioriti[sz]e|bump|flag|raise|lower|skip|star|scrap|bin|create|finish|i (?:finished|did|paid|bought|called)|is there|are there|give|#?\d+ to|due (?=\S)|p[1-4](?=$|,| and\b)|tagged(?= )|(?:high|low|medium|top) priority(?=$|,| and\b)|(?:the|my) [\w' -]+? (?:as|to) p[1-4]|(?:the|my) [\w' -]+? (?:to|until|till|by)(?= )|so (?:is|are|was|were|has|have)(?= )|it'?s (?:urgent|important)|assign|mark)\b|next(?=\W*$)",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\S.*\b(?:remind|add|put|schedule|i (?:need|have|must|should))\b", re.IGNORECASE
)
_NEXT = re.compile(r"^next\W*$", re.IGNORECASE)
_SHOW = re.compile(r"(?:show|open|find|see) (?:me )?(?:the|my|our|#?\d)", re.IGNORECASE)
_REST = re.compile(r"^(#?\d+ to )", re.IGNORECASE)
_FIELD = re.compile(r"(?:due |p[1-4]$|tagged |(?:high|low|medium|top) priority$)", re.IGNORECASE)
_SO_IS = re.compile(r"so (?:is|are|was|were|has|have) (?P<what>.+)", re.IGNORECASE)
_URGENT = re.compile(r"^it'?s (?=(?:urgent|important)$)", re.IGNORECASE)
_REMIND_TOO = re.compile(r"(?:remind|ping|nudge|alert|notify) me (?P<when>.+)", re.IGNORECASE)
_NOTED_TOO = re.compile(
    r"(?:add|leave|put|write|attach) (?:a|the) (?:note|comment)(?: saying| that says|:) (?P<text>.+)",
    re.IGNORECASE,
)
_MOVED_TOO = re.compile(r"(?:the|my) .+? (?:to|until|till|by) (?P<when>.+)", re.IGNORECASE)
_OTHER_LEVEL = re.compile(r"(?:the|my) .+ (?:as|to) p[1-4]$", re.IGNORECASE)
_PLEASE = re.compile(r"^please,? |,? please\b[ .!?]*$|,? thanks?\b[ .!?]*$", re.IGNORECASE)
_UNKNOWN = Talk("unknown")


def understand(sentence: str, moment: Moment) -> Intent:
    """What the sentence asks for first; `Talk("unknown")` when it isn't clear that it is about tasks."""
    meant = [
        Talk("unknown") if wish.is_doubtful else wish.intent
        for wish in understand_all(sentence, moment)
    ]
    return next((one for one in meant if not isinstance(one, View)), meant[0])


def understand_all(sentence: str, moment: Moment) -> tuple[Wish, ...]:
    """All that the sentence asks for, in its order. A part that isn't understood by itself belongs to the one before."""
    sentence = amending.amended(sentence, moment)
    found = _read(sentence, moment)
    corrected = spelled(sentence)
    if found[0].intent == _UNKNOWN and corrected != sentence:
        found = _read(corrected, moment)
    if found[0].intent == _UNKNOWN and (
        asked := perhaps.thing(strip_politeness(sentence), moment)
    ):
        return (Wish(sentence, asked, is_doubtful=True),)
    return found


def _read(sentence: str, moment: Moment) -> tuple[Wish, ...]:
    if rows := entering.rows(sentence) or unless.unless_there(sentence):
        return (Wish(sentence, rows),)
    if said := talk.small_talk(sentence.strip(" .,!?")):
        return (Wish(sentence, said),)
    if noted := refining.noted_of_it(sentence, moment):
        return (Wish(sentence, noted),)
    found = () if changing.is_note(sentence) else tuple(_wishes(sentence, moment))
    if found:
        return found
    return (_one(sentence, moment),)


def _one(sentence: str, moment: Moment) -> Wish:
    def rules(part: str) -> Intent | None:
        return _strictly(part, moment)

    text, order = asking.in_order(strip_politeness(sentence))
    if order and isinstance((wish := _one(text, moment)).intent, View):
        return replace(wish, intent=_sorted(wish.intent, order))
    text = strip_politeness(sentence)
    found = (
        following.follow(_bare(sentence), moment)
        or fronted(text, rules, moment)
        or _strictly(text, moment)
        or _after_time(text, moment)
        or clause.in_parts(text, rules, moment)
        or clause.in_passing(text, moment)
        or own_plans.ask(text, moment)
    )
    if found is None:
        found = (
            refining.called_off(text, moment)
            or moving.elliptic(text, moment)
            or perhaps.again(text, moment)
            or refining.rather(sentence, moment)
            or perhaps.only(sentence, moment)
            or perhaps.ask(text, moment)
            or perhaps.act(text, moment)
        )
        return Wish(sentence, found or talk.not_understood(text), is_doubtful=found is not None)
    whose = concern(text, found)
    if whose == "others":
        return Wish(sentence, _UNKNOWN)
    return Wish(sentence, found, is_doubtful=whose == "perhaps")


def _bare(sentence: str) -> str:
    """With the words that politeness takes away: of “just the overdue ones” the first one counts."""
    return _PLEASE.sub("", sentence).strip()


def _sorted(view: View, order: str) -> View:
    return replace(view, filter=replace(view.filter, traits=(*view.filter.traits, order)))


def _strictly(text: str, moment: Moment) -> Intent | None:
    return next((meant for rule in _RULES if (meant := rule(text, moment))), None)


def _after_time(text: str, moment: Moment) -> Add | None:
    """“Every weekday at 8 remind me to take my pills”, “tomorrow call mum”: the time at the start is the new task's."""
    reading = read(text, now=moment.now, zone=moment.zone)
    span = reading.spans[0] if reading.spans else None
    if span is None or span.start or not (reading.due or reading.recurrence):
        return None
    rest = strip_politeness(text[span.end :].lstrip(" ,:-"))
    meant = _strictly(rest, moment) if _TIMED.search(text) else duty.chore(rest)
    if not isinstance(meant, Add):
        return None
    when = text[: span.end]
    return replace(
        meant, items=tuple(replace(item, line=f"{item.line} {when}") for item in meant.items)
    )


def _wishes(sentence: str, moment: Moment) -> Iterator[Wish]:
    """The parts that begin with a command of their own, where all of them are understood; else nothing."""
    starts = [
        match for match in _SPLIT.finditer(sentence) if _COMMAND.match(sentence, match.end())
    ]
    ends = [match.start() for match in starts] + [len(sentence)]
    begins = [0] + [match.end() for match in starts]
    parts = [sentence[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]
    meant: list[Intent | None] = []
    for place, part in enumerate(parts):
        parts[place] = _whole(part, meant[-1], moment) if meant else part
        parts[place] = _NEXT.sub("what's next", parts[place])
        said = strip_politeness(parts[place])
        meant.append(_strictly(said, moment) or _shown(said, moment))
    if isinstance(meant[0], Add) and any(_FIELD.match(sentence, at) for at in begins):
        return
    if len(meant) < 2 or not _are_parts(sentence, meant, moment):  # noqa: PLR2004 -- one part is no list of parts
        return
    for place, (part, one) in enumerate(zip(parts, meant, strict=True)):
        if not (place and _is_said(meant[place - 1], one)):
            yield Wish(part, one if one and _stands_alone(one) else _UNKNOWN)


def _are_parts(sentence: str, meant: list[Intent | None], moment: Moment) -> bool:
    """Whether each part is understood; or the first one is, and the whole makes no sense: then it is told which weren't."""
    if all(_stands_alone(one) for one in meant):
        return True
    return isinstance(meant[0], Update) and _strictly(strip_politeness(sentence), moment) is None


def _is_said(before: Intent | None, one: Intent | None) -> bool:
    """“Prioritise the insurance, it's urgent” says one thing twice."""
    return (
        isinstance(before, Update)
        and isinstance(one, Update)
        and one.mention.pronoun == "it"
        and one.edit == before.edit
    )


def _shown(part: str, moment: Moment) -> View | None:
    """“Show the vet” before another wish is of the vet, whether or not the list has one."""
    return perhaps.ask(part, moment) if _SHOW.match(part) else None


def _whole(part: str, before: Intent | None, moment: Moment) -> str:
    """A further part with its verb: “… and 2 to p1”, “… and due Friday”, “…, tagged home”, “… and the second to Tuesday”."""
    if isinstance(before, Do) and before.act == "complete" and (match := _SO_IS.fullmatch(part)):
        return f"mark {match['what']} as done"
    if isinstance(before, Update):
        part = _URGENT.sub("make it ", part)
        match = _REMIND_TOO.fullmatch(part)
        if match and time_kind(match["when"], moment) == "due":
            return f"remind me of it {match['when']}"
        if match := _NOTED_TOO.fullmatch(part):
            return f"add a note to it saying {match['text']}"
        match = _MOVED_TOO.fullmatch(part) if before.edit.when else None
        if match and time_kind(match["when"], moment) in ("due", "shift"):
            return f"move {part}"
    if _FIELD.match(part):
        return (
            f"make it {part}" if not part.lower().startswith("tagged") else f"tag it as {part[7:]}"
        )
    return f"set {part}" if _OTHER_LEVEL.match(part) else _REST.sub(r"set \1", part)


def _stands_alone(meant: Intent | None) -> bool:
    """Whether a part says all that it needs: “put it there” doesn't say what."""
    if isinstance(meant, Add):
        return (
            bool(meant.items)
            and meant.is_sure
            and not any(
                re.fullmatch(r"(?:it|that|them|this|those)\b.*", item.line, re.IGNORECASE)
                for item in meant.items
            )
        )
    return meant is not None and (not isinstance(meant, Talk) or meant.topic in unable.BEYOND)
