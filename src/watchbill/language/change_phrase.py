"""How people say that a field of a task is to change: templates (phrase.py), and patterns where signs matter."""

import re

from watchbill.language.phrase import Phrases

NOTE = Phrases(
    "(add|append|put|write|attach|leave|jot down) <text> (to|on|in|into|as) [the|a|its|my] {NOTE} [section|field] (of|for|on|to) <what>",
    "(add|append|put|write|attach|leave|make) [a|another] (note|comment|description) (to|on|for|in|under) <what> (that|saying|that says|which says|with|reading) <text>",
    "(append|add) <text> to [the] {NOTE} (of|for|on) <what>",
    "(append|add|write|put) <text> (to|in|into|on) [the|my] <what>'s {NOTE}",
    "append <text> to <what>",
    "(add|append|write) to [the] <what> {NOTE} that <text>",
    "(add|append) [that] <text> to (the|my) <what:short> (task|one|reminder|todo|entry)",
    "(add|append) [that] <text> to (it|that one) as a note",
    "(jot|write|note|put) [down] (on|in|to|under) <what> that <text>",
    "set [the] (description|note|notes|details) (of|for|on) <what> to <text>",
)
NOTED = re.compile(
    r"(?:(?:add|append|put|write|attach|leave|make) )?(?:a |another )?(?:note|comment|description) (?:to|on|for|in) (?P<what>(?!(?:self|myself)\b)[^:]+?)\s*[:,\u2013-]\s+(?P<text>.+)"
    r"|(?:note|add) (?:on|to) (?P<what2>#?\d+|it|that)\s*:\s*(?P<text2>.+)|add to (?:the )?(?:notes?|description) (?:of|for|on) (?P<what3>[^:]+?)\s*(?::|that)\s+(?P<text3>.+)|add to (?P<what4>(?:the|my) [^:]+?|#?\d+)['\u2019]s (?:notes?|description)\s*[:,\u2013-]\s+(?P<text4>.+)",
    re.IGNORECASE,
)
AND_NOTED = re.compile(
    r"and (?:also )?(?:add|put|leave|make|write) (?:it )?a (?:note|comment)(?:\s*[:,\u2013-]\s+| saying(?: that)? | that says | that )(?P<text>.+)",
    re.IGNORECASE,
)
"""What is begun with “and” is of what was spoken of."""
CLEAR_DUE = Phrases(
    "(remove|clear|delete|drop|take off|get rid of|unset|erase|cancel|take away|lose) [the|its|their|any] {DATE} (from|of|on|off|for) <what>",
    "take [the] {DATE} off [of] <what>",
    "(remove|clear|delete|drop) <what>'s {DATE}",
    "<what> (has|have|needs) no (due date|deadline|date) [anymore|any more|now]",
    "<what> (doesn't|does not|don't|no longer) (has|have|needs|need) a (due date|deadline|date) [anymore|any more|now]",
    "(make|set|leave) <what> (undated|someday|without a date|without a due date|to no date|to no due date)",
    "unschedule <what>",
    "[there's|there is] no [more] {DATE} (for|on|to) <what> [anymore|any more|any longer|now]",
)
CLEAR_ALL_DUE = Phrases(
    "(remove|clear|delete|drop|take off|get rid of|unset|erase) all [of] [the|my] (due dates|dates|deadlines) (in|of|from|on|off|for) <what>",
)
CLEAR_TIME = Phrases(
    "(remove|clear|delete|drop|take off|get rid of|unset|erase|take away|lose) [the|its|their] (time|time of day|hour|clock time|start time) (from|of|on|off|for) <what>",
    "take [the] (time|time of day|hour|clock time|start time) off [of] <what>",
    "make <what> (all day|all-day|an all day task|an all-day task|without a time)",
)
DUE_ON = Phrases(
    "(set|put|add|give) [me] [a|the] [new] {DATE} (of|on|at|by) <when> (for|on|to) <what>",
    "(give|set) <what> [a|the] [new] {DATE} (of|on|at|by) <when>",
)
CLEAR_REPEAT = Phrases(
    "(stop|quit|end) (repeating|recurring) <what>",
    "(stop|end) <what> (repeating|recurring|from repeating|from recurring)",
    "(make|have) <what> stop (repeating|recurring)",
    "make <what> (not repeat|not recurring|non-recurring|a one-off|a one off|one-time|not repeating)",
    "(remove|clear|delete|drop|cancel|take off) [the] (recurrence|repeat|repetition|repeats|recurring schedule) (from|of|on|off|for) <what>",
    "(don't|do not|no longer|never) repeat <what> [anymore|any more|again]",
    "<what> (shouldn't|should not|doesn't|does not|doesn't need to|don't need to|no longer need to|no longer needs to|won't|don't) (repeat|recur) [anymore|any more]",
)
SKIP = Phrases(
    "(skip|miss|leave out|pass on) <what> (this|just this|for this) (time|once|week|month|day|one) [round]",
    "(skip|miss|leave out) (this|today's|this week's|the next|tomorrow's|tonight's) [occurrence of|round of] <what>",
    "skip <what> (today|tonight|tomorrow|once|for now|this week|this month|for once)",
)
CLEAR_PRIORITY = Phrases(
    "(remove|clear|delete|drop|take|take off) [the] <level:level> [{PRIORITY}] (from|of|on|off) <what>",
    "(remove|clear|delete|drop|take off|reset) [the|its|any] {PRIORITY} (from|of|on|off|for) <what>",
    "<what> (isn't|is not|is no longer) (urgent|important|high priority|a priority) [anymore|any more|now]",
    "(deprioritise|deprioritize) <what>",
    "take [the] {PRIORITY} off [of] <what>",
)
REPEAT = Phrases(
    "(make|have|let|get|set) <what> (repeat|recur|happen|repeating|recurring|come back|happen|to repeat|to recur|to be repeated) [to be] [on] <rule>",
    "(repeat|recur) <what> (every|each|on every) <every>",
    "repeat <what> <rule>",
    "<what> (only|just) (needs|need|wants|want|has|have|happens|happen) [it|doing|to be done|to happen|watering|cleaning|feeding] <rule>",
    "(do|i do|we do) <what> only <rule>",
    "<what> (should|must|needs to|has to|ought to) (repeat|recur|happen|be repeated|come back) <rule>",
    "(make|set|change|switch|turn) <what> [to|into|be] [a] <rule> [task|thing|one]",
    "(add|set|give) (a recurrence|recurrence|a repeat|repetition) (to|for|on) <what> (of|to|:|for) <rule>",
)
PRIORITY = Phrases(
    "(set|change|make|put|update|raise|increase|bump|lower|drop|reduce|turn|switch|move|adjust) [the] {PRIORITY} (of|for|on) <what> [up|down] (to|as|:) [a] <level:level> [priority]",
    "(set|change|make|put|update|raise|bump|lower|drop|mark|flag|turn|switch|move|label|treat|give|upgrade|downgrade|classify) [up|down] <what> [up|down] [to|as|at|with|a|an] [being|be|a|an] [{PRIORITY}] <level:level> [{PRIORITY}|now] [task|one]",
    "(set|change|put|raise|lower|update) <what> {PRIORITY} (to|as) <level:level>",
    "<what> {IS} [now|actually] [a|an] [super|very|really|so|pretty|quite|extremely|most] <level:level> [{PRIORITY}] [now]",
    "(add|assign) [a] <level:level> [{PRIORITY}] to <what>",
    "<what> {PRIORITY} <level:level>",
    "<what> (has|should have|needs|gets|should be|needs to be|must be) [a|an] <level:level> [{PRIORITY}]",
    "[make it] [a] <level:level> {PRIORITY} (for|on|to) <what>",
)
RAISE = Phrases(
    "(raise|increase|bump up|up) [the|my] <what>'s {PRIORITY}",
    "(make|set|mark|flag) <what> [as] (more|much more|really|very) (urgent|important)",
    "(prioritise|prioritize) <what> [now]", "(raise|increase|bump up|up) the {PRIORITY} (of|for|on) <what>", "star <what>", "bump up <what:short>", "<what> is (now|suddenly|really|very|super|getting|so) (urgent|important|pressing)", "(flag|highlight) <what>",
)  # fmt: skip
LOWER = Phrases(
    "<what> (isn't|is not|aren't|are not) [that|so|really|very|as|all that] (important|urgent) [anymore|any more|now|really|after all]",
    "(lower|decrease|reduce|drop) the {PRIORITY} (of|for|on) <what>",
    "(lower|decrease|reduce|drop) [the|my] <what>'s {PRIORITY}",
)
TAG = Phrases(
    "(tag|label) <what> (as|with) [the] [{TAG}] <tags>",
    "(add|put|attach|apply|give|assign|stick) [the|a] {TAG} [called|named] <tags> (to|on|onto|for) <what>",
    "(add|put|attach|apply|give|assign|stick) [the|a] <tags> {TAG} (to|on|onto|for) <what>",
    "(give|assign) <what> [the|a] {TAG} <tags>",
    "(give|assign) <what> [the|a] <tags> {TAG}",
    "(tag|label) <what> <tags:short>",
)
HASHED = re.compile(
    r"(?:add|put|attach) (?P<tags>#[\w/-]+(?:(?:,| and|,? )+#[\w/-]+)*) (?:to|on|onto) (?P<what>.+)",
    re.IGNORECASE,
)
UNTAG = Phrases(
    "(untag|unlabel) <what> (as|from|with) <tags>",
    "(remove|delete|drop|take off|get rid of|erase|lose|strip|clear|take) [the] {TAG} <tags> (from|of|off|on) <what>",
    "(remove|delete|drop|take off|get rid of|erase|lose|strip|clear|take) [the] <tags> {TAG} (from|of|off|on) <what>",
    "(remove|take) <tags:short> from the tags of <what>",
)
UNHASHED = re.compile(
    r"(?:remove|drop|take off|delete|take) (?P<tags>#[A-Za-z][\w/-]*) (?:from|off|of) (?P<what>.+)",
    re.IGNORECASE,
)
UNFILED = Phrases(
    "(take|move|remove|get|pull) <what> out of [the|my] <project> [{PROJECT}]",
    "(remove|take) <what> from [the|my] <project> project",
    "(move|put) <what> [back] (to|in|into) [the|my] inbox",
)
FILED = Phrases(
    "(move|put|file|shift|transfer|assign|add|place|stick|send|drop|change|switch|set) <what> [over|across] (to|into|in|under|onto|inside|on) [the|my] [project|list] <project:short> (project|list|folder|category|board)",
    "(move|put|file|shift|transfer|assign|add|place|stick|send|drop|set) <what> [over|across] (to|into|in|under|onto|inside) [the|my|a|a new] project [called|named] <project:short>",
    "(change|set|update|switch) [the] project (of|for|on) <what> to [the|my] <project:short>",
    "(move|file|transfer|assign) <what> [over|across] (to|into|in|under|onto|inside) [the|my] <project:short>",
    "<what> (belongs|goes|should go|should be|is) (in|into|to|under) [the|a|my] project [called|named] <project:short>",
    "<what> (belongs|goes|should go|should be) (in|into|to|under) [the|my] <project:short> [project|list]",
    "(put|stick|file|keep|drop|place) <what> (into|under|inside|in) [the|my] <project:short>",
)
REMIND_BEFORE = Phrases(
    "(remind|ping|nudge|alert|notify) me (of|about) <what> <ahead:length> (before|ahead|beforehand|in advance|prior) [the meeting|it|that] [<at>]",
    "(remind|ping|nudge|alert|notify) me <ahead:length> before [the|my] <what>",
    "(set|add|create|put) a reminder (for|on|to) <what> <ahead:length> (before|ahead|beforehand|in advance) [<at>]",
    "(set|set up|add|create|put|make) a reminder <ahead:length> before [the|my] <what> [(is|are|'s) due|starts|start|begins|is]",
)
REMIND = Phrases(
    "(remind|ping|nudge|alert|notify) me (of|about) <what> (on|at|in|by|this|next|tomorrow|tonight|today) <when>",
    "(set|add|create|put) a reminder (for|on|to) <what> (on|at|in|for|by|this|next|tomorrow) <when>",
    "(remind|ping|nudge) me (of|about) <what> <when>",
    "(remind|ping|nudge) me <when> (of|about) <what>",
)
RENAME = Phrases(
    "{RENAME} <what> (to|as|into) <title>",
    "{CHANGE} [the] (name|title|text|wording) (of|for|on) <what> (to|into|as) <title>",
    "{CHANGE} [the] <what> (name|title) (to|into) <title>",
    "(change|update|edit|modify|correct|replace|alter|amend) <what> (to|into|with) (say|read|be) <title>",
    "(change|update|edit|modify|correct|replace|alter|amend) <what> (to|into|with) <title>",
    "<what> should (be called|be named|read|say) <title> [instead]",
)
CALLED = re.compile(
    r"call (?P<what>#?\d+|it|that(?: one)?|the .+? one) (?P<title>.+)"
    r"|(?:rename|retitle) (?P<what2>#?\d+|it|that(?: one)?) (?P<title2>[\"“].+)",
    re.IGNORECASE,
)
MORE = Phrases(
    "(give me|allow me|i need|grant me|can i have|could i have|may i have|let me have|i want|i could use) [yet|another] <length:length> [more|extra] (for|on|to finish|to do|with) <what>",
    "(give|allow) <what> [yet] <length:length> [more|extra]",
    "extend <what> (by|for) <length:length>",
    "<what> can (wait|slip|be put off|be pushed) [for] [another] <length:length>",
    "(put|hold) off [doing] <what> [for|by] <length:length>",
)
REMIND_ABOUT = re.compile(
    r"remind me (?:about|of) (?P<what>the (?!fact\b).+?) (?P<when>(?:at|on|in|by|tomorrow|tonight|this|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*)",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"(?:rename|retitle|change|update|edit|replace) (?:the (?:task|title|one) )?[\"“](?P<what>[^\"”]+)[\"”] (?:to|into|as|with) (?P<title>.+)",
    re.IGNORECASE,
)
FORWARD = Phrases(
    "(bring|pull|push|move|put|take) <what> (forward|back|up|off|out|ahead) (to|until|till|by|for) <when>",
    "(bring|pull|move) <what> in (to|until|till) <when>",
)
MOVES = Phrases(
    "{MOVE} [{DATE} (of|for)] <rest>",
    "(set|change|update|make|adjust|switch|give|edit|extend) [the] [new] {DATE} (of|for|on) <rest>",
    "(set|change|update|make|give|have|get|adjust|switch|do|schedule) <rest>",
)
JOINTS = re.compile(
    r"(?:,)? (?:(?:be |is |is now |are |are now )?(?:now )?(?:due )?(?:to be )?(?:back |out |forward |off |up |over |on |ahead |down |in )?(?:to|until|till|for|on|by|at|from|in|as|due|a due date of|a deadline of|the due date)(?: (?:be )?(?:due|on|at|by|start|have a due date of))?) ",
    re.IGNORECASE,
)
DUE_IS = re.compile(
    r"(?P<what>.+?) (?:is|are)(?: now| actually)? (?:due|scheduled for|on for|postponed (?:to|until)|mov(?:ed|ing) to)(?: on| at| by| for| until)? (?P<when>.+)|(?P<what2>(?!(?:i|we|he|she|you|they)\b).+?)(?: has been| has| got| was| is| have been|'s been)? (?:moved|postponed|pushed|rescheduled|delayed|shifted|changed|slipped) (?:back )?(?:to|until|by) (?P<when2>.+)|(?P<what4>.+?) (?:can|should|must|has to|have to|needs? to|will have to) wait (?:until|till|to) (?P<when4>.+)|(?P<what5>(?!(?:i|we|he|she|you|they)\b).+?) (?:moves|goes back|slips) to (?P<when5>.+)|(?P<what3>.+?) (?:needs to|has to|must|should) be (?:done |finished |ready )?(?:by|on) (?P<when3>.+)",
    re.IGNORECASE,
)
