"""Sentences that complete, reopen, delete or restore."""

import re
from dataclasses import replace

from watchbill.language import mention
from watchbill.language.intent import ANY, Act, Do, Mention, Moment
from watchbill.language.phrase import Phrases
from watchbill.language.title import begins_with_verb
from watchbill.language.words import LIST, OWN

_COMPLETE = Phrases(
    "(check|cross|tick|strike|mark) off <what> {OFF} {THE_LIST}",
    "(check|cross|tick|strike|mark) off <what> {OFF} [{OWN}] <place:short> {LIST}",
    "(check|cross|tick|strike|mark) <what> off [{OFF}] {THE_LIST}",
    "(check|cross|tick|strike|mark) <what> off [{OFF}] [{OWN}] <place:short> {LIST}",
    "(check|cross|tick|strike|mark) <what> off",
    "(mark|set|tick|check|put|flag|call|consider|count|record|note) [off] <what> [as|to|off] [being|now|already] {DONE} [{OFF} {THE_LIST}]",
    "mark [as] (done|complete|completed|finished) <what>",
    "{FINISH} [off] <what> {OFF} {THE_LIST}",
    "{FINISH} [off] <what>",
    "(i|we|i've|we've) [have|just|already|finally|now|think|also] [just|already|finally|i've|also] {DID} [with] <what>",
    "(tick|tick off|cross out|strike out|strike off) <what>",
    "(crossed|ticked|checked|struck|marked) <what> (off|out) [already|now]",
    "(crossed|ticked|checked|struck|marked) (off|out) <what>",
    "(i|we) can (tick|check|cross) <what> off",
    "(i'm|i am|we're|we are|im) [all|finally|now] (done|finished|through) (with|doing) <what>",
    "[all] (done|finished|completed) [with|doing] <what>",
    "i (managed|got around) to <what>",
    "i got <what> done",
    "(got|have) <what> done",
    "<what> {IS} [all|already|now|finally] {DONE} [now|already|today]",
    "<what> done [now|already|today|today]",
)
_REOPEN = Phrases(
    "{REOPEN} <what>",
    "(mark|set|put|make|flag) <what> [as] {UNDONE} [again|yet]",
    "<what> (isn't|is not|wasn't|was not|aren't|are not|hasn't been|has not been|ain't) [really|actually|in fact] {DONE} [yet|after all|at all]",
    "<what> {IS} [actually|really|in fact] not [really|actually|yet] {DONE} [yet|after all|at all]",
    "i (didn't|did not|haven't|have not|never) [actually|really|yet] (finish|finished|do|done|complete|completed) <what> [yet|after all]",
    "(put|move) <what> back (on|onto|to|in) {THE_LIST} [as [not|un] (done|finished|complete|open)]",
)
_RESTORE = Phrases(
    "{RESTORE} <what> (from|out of) [the|my] (trash|bin|rubbish|trash can)",
    "{RESTORE} <what>",
    "(bring|get|take|put|pull|move) <what> back [from [the|my] (trash|bin)]",
    "(take|move|get|pull|fish) <what> out of [the|my] (trash|bin|rubbish|trash can)",
    "(i|we) (want|need|would like|'d like) <what> back",
    "(can|could|may) (i|we) (have|get) <what> back [again]",
    "give me <what> back [again]",
    "(un-delete|untrash|resurrect|revive) <what>",
)
_DELETE = Phrases(
    "(move|put|throw|send|drop|toss) <what> (in|into|to) [the|my] (trash|bin|rubbish|trash can)",
    "{DELETE} <what> {OFF} {THE_LIST}",
    "{TAKE} <what> (off|out) [of|from] {THE_LIST}",
    "{TAKE} <what> (off|out) [of|from] [{OWN}] <place:short> {LIST}",
    "{TAKE} <what> from {THE_LIST}",
    "{TAKE} <what> from [{OWN}] <place:short> {LIST}",
    "{DELETE} <what>",
    "take (off|out|down|away) <what>",
    "take <what> off",
    "{CANCEL} <what> {OFF} {THE_LIST}",
    "{CANCEL} <what>",
    "i (don't|do not|no longer) (need|want) <what> [anymore|any more] (on|in) {THE_LIST} [anymore|any more]",
    "(i|we) (no longer|don't|do not) need to <what> (anymore|any more)",
    "(i|we) no longer (need|have|want) [to] [do] <what>",
    "(i|we) (need|want|would like|'d like) [to have] <what> (cleared|deleted|removed|cancelled|canceled|wiped|emptied|erased|gone|taken off|crossed out) [{OFF} {THE_LIST}]",
    "(i|we) (don't|do not|no longer|never) (want|need|wish) [to be] (reminded|reminding|a reminder|reminders|notified|notifications) (about|of|to|that|when|for) <what> [anymore|any more|any longer|again]",
    "[can|could|should|may|might] <what> be (removed|deleted|cancelled|canceled|taken off|cleared|erased|dropped|scrapped) [{OFF} {THE_LIST}]",
    "<what> (can|should|must|may|needs to|has to|ought to) (come|go|be taken|be removed|be deleted|be dropped) (off|from|out of) {THE_LIST}",
    "[please] (don't|do not|not|never|stop|quit) (give|giving|send|sending|show|showing|set|setting) [me] [a|an|any|the|that] (reminder|reminders|notification|notifications|alert|alerts|notice|nudge) (about|of|to|that|when|for|on|at) <what>",
    "[the|my|a] (reminder|reminders|notification|alert|notice|nudge|alarm|task|todo|to-do|event|appointment|meeting) (about|of|to|for|at|on|with|called) <what> (is|are) (no longer|not) (needed|necessary|required|relevant|wanted) [anymore|any more]",
    "(i|we) (don't|do not|no longer) (need|want) [the|my|a|any] (reminder|reminders|notification|alert|notice|nudge) (about|of|to|for|at|on) <what> [anymore|any more]",
    "[please] (don't|do not|not|never|stop|quit|no longer) (remind|reminding|notify|notifying|alert|alerting|nag|nagging|ping|pinging|tell|telling) [me] (about|of|to|that|when|for) <what> [anymore|any more|any longer|again]",
)
_EMPTIED = re.compile(
    rf"(?:(?:make|leave|keep|get) (?P<made>{OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST}) (?:completely |all |entirely )?(?:empty|blank|clear|clean)"
    rf"|(?:reset|restart|start over|wipe clean|clean(?: out)?) (?P<reset>{OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST})"
    rf"|(?P<cleared>{OWN}+{LIST}) (?:to be )?(?:cleared|wiped|emptied|erased)(?P<when> (?:for|on) .+)?"
    rf"|start (?P<over>{OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST}) (?:over|afresh|again|anew|from scratch)(?: again)?)",
    re.IGNORECASE,
)
_ONTO_A_LIST = re.compile(
    rf"(?:drop|throw|toss|chuck|stick) .+ (?:onto|on to|to|into|on|in) {OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST}",
    re.IGNORECASE,
)
_AND_THEN = re.compile(
    r"(?:[,;.]| you can| you may| please| so) ?(?:so |and |but |now |then |please |could you |can you )*(?:delete|remove|cancel|put|add|make|move|set|push|remind|take|drop)\b|\bchanged my mind\b|^(?:(?:i|we)(?:'ve| have) )?got (?:an?|to)\b",
    re.IGNORECASE,
)
"""What goes on after “I changed the tyre” says what is wanted; “I've got a date” isn't done."""
_SAID_DONE = Phrases(
    "(i|we|i've|we've) [have|just|already|finally|now] [just|already|finally] <what>",
    "just <what>",
)
_PAST = re.compile(
    r"(?!got to\b)(?:bought|paid|sent|wrote|written|took|taken|made|fed|did|got|went|gave|given|met|read|booked|called|rang|phoned|emailed|mailed|cleaned|washed|watered|walked|ordered|picked up|dropped off|submitted|fixed|repaired|mended|renewed|returned|signed|filed|scheduled|vacuumed|hoovered|mowed|ironed|cooked|baked|packed|posted|replied|answered|visited|backed up|tidied|swept|painted|planted|collected|filled|folded|printed|reviewed|prepared|planned|texted|updated|installed|hung|sold|dealt|spoke|talked|checked|cancelled|canceled|changed|replaced|emptied|shipped|studied|drafted|handed in|finished off|put|ran|contacted|asked|told|invited|organised|organized|moved|set|practised|practiced|reserved|applied|uploaded|downloaded|scanned|measured|researched|watched|trimmed|pruned|polished|assembled|unpacked|exchanged|confirmed|attended|recycled|donated|sorted|labelled|labeled|recorded|edited|published|tested|compared|counted|charged|refilled|swapped|borrowed|hired|delivered|dusted|scrubbed|mopped|wiped|defrosted|brushed|deposited|transferred|turned in|wrapped)\b (?!me\b|any|you\b|that\b|it would\b|so\b|nothing\b)(?P<object>.+)",
    re.IGNORECASE,
)
_OTHER_THINGS = re.compile(
    r"\b(?:(?:that|this|the|my|last|whole) (?:input|command|request|process|reservation|question|order|answer|statement|thought|action|conversation|search)|cookies|stains?|smell|virus|history|browser|cache|subscription|hiccups|weight|dent|rust|mosquitoes|ants|acne|pimples?|bugs?|mice|spiders?)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:what|when|where|why|how|who|did|does|do|is|are|was|check(?!.*\boff\b))\b", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:all |that'?s |and )?(?:done|finished|completed)|(?:i(?:'ve| have)? )?(?:just |already )?(?:did|done|finished|completed) (?:it|that|this)(?: one)?(?: too| already| as well)?",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"(?:check|cross|tick)(?: off| out)? (.+)", re.IGNORECASE)
_TICKED = re.compile(
    r"(?:[-*] )?(?:\u2705|\u2611\ufe0f?|\u2714\ufe0f?|\[x\]) ?(?P<after>.+)|(?P<before>.+?) ?(?:\u2705|\u2611\ufe0f?|\u2714\ufe0f?|\[x\])",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"(?:i|we) (?:don'?t|do not|no longer) (?:need|want) (?P<what>.+?)(?: any ?more| any longer)?[,;.]? (?:so |and |please )*(?:delete|remove|drop|bin|cancel|scrap) (?:it|that)",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?:i|we) (?:didn'?t|did not|haven'?t|have not)(?: actually| really)?(?: (?:do|done|finish|finished) (?:it|that))?(?: yet| after all)?",
    re.IGNORECASE,
)
_CLEARED = re.compile(
    r"(?:delete|remove|clear|erase|wipe|trash|bin|throw|get rid of|purge|drop|scrap)(?: out| away| off| up)? (?:everything|all|anything|whatever|whichever|every|each|any|the ones)\b",
    re.IGNORECASE,
)
"""“Clear out everything that's done” doesn't say that it is done."""
_LATELY = re.compile(
    r"(?: already| now| just now| today| yesterday| earlier| this (?:morning|afternoon|evening)| last night)+$",
    re.IGNORECASE,
)
_REASON = re.compile(
    r",? (?:because|since|as (?=(?:i|we|it|he|she|they)\b)).+$|, (?:i|we|it|it's|he|she|they|there|there's)\b.+$",
    re.IGNORECASE,
)
"""“Drop the oat milk, we still have some”: why is no part of the title."""
_THEM = re.compile(
    r"^\w+ (?=(?:it|that|this|them|these|those|both|all of (?:them|those)|both of (?:them|those))$)",
    re.IGNORECASE,
)
_CANCELLED = re.compile(r"(?:cancel|call off) (?:it|that|this)", re.IGNORECASE)


def complete(text: str, moment: Moment) -> Do | None:
    if _BARE.fullmatch(text):
        return Do("complete", Mention(pronoun="it"))
    if match := _TICKED.fullmatch(text):
        return Do("complete", mention.parse(match["after"] or match["before"], moment))
    if (match := _CHECKED.fullmatch(text)) and (meant := mention.parse(match[1], moment)).refs:
        return Do("complete", meant)
    if _CLEARED.match(text):
        return None
    is_told = re.match(r"(?:i|we|done|finished)\b", text, re.IGNORECASE) and _AND_THEN.search(text)
    return None if is_told or _ASKED.match(text) else _do("complete", _COMPLETE, text, moment)


def said_done(text: str, moment: Moment) -> Do | None:
    """“I paid the rent”, “bought milk”: done, if there is such a task."""
    caught = _SAID_DONE.match(text)
    said = _LATELY.sub("", caught["what"] if caught else text)
    if _AND_THEN.search(text) or _AND_THEN.search(said):
        return None
    if _ASKED.match(text) or not _PAST.fullmatch(said) or begins_with_verb(said):
        return None
    return Do("complete", mention.parse(_THEM.sub("", said), moment))


def reopen(text: str, moment: Moment) -> Do | None:
    if _NOT_DONE.fullmatch(text):
        return Do("reopen", Mention(pronoun="it"))
    return _do("reopen", _REOPEN, text, moment)


def restore(text: str, moment: Moment) -> Do | None:
    return _do("restore", _RESTORE, text, moment)


def delete(text: str, moment: Moment) -> Do | None:
    if match := _UNWANTED.fullmatch(text):
        return Do("delete", mention.parse(match["what"], moment))
    if _CANCELLED.fullmatch(text) or _ONTO_A_LIST.fullmatch(text):
        return None
    return _do("delete", _DELETE, text, moment)


def empty(text: str, moment: Moment) -> Do | None:
    """“Make my calendar empty”, “start my shopping list over”."""
    match = _EMPTIED.fullmatch(text)
    if match is None:
        return None
    what = next(part for part in match.groups() if part)
    meant = mention.parse(f"{what}{match['when'] or ''}", moment)
    return Do("delete", replace(meant, is_set=True))


def _do(act: Act, phrases: Phrases, text: str, moment: Moment) -> Do | None:
    caught = phrases.match(text)
    what = _REASON.sub("", caught["what"]) if caught else ""
    if not caught or not what or _OTHER_THINGS.search(caught["what"]):
        return None
    meant = mention.parse(what, moment)
    if caught.get("place") and meant.filter == ANY:
        meant = replace(meant, filter=replace(meant.filter, place=caught["place"]))
    return Do(act, meant)
