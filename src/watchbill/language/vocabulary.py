"""The words that sentences about tasks are made of, by what they do in a sentence. Entries are templates (phrase.py)."""

from collections.abc import Mapping, Sequence

_ENTRIES = {
    "LIST": "list, lists, calendar, calendars, calender, agenda, schedule, planner, diary, board, backlog, inbox, log, register, lsit, todos, to-dos, to dos",
    "TODO": "todo, to-do, to do, to do's, todo's, todos, task, tasks, chore, chores, errand, errands, reminder, reminders, plans, notes, duties, taks",
    "EVENT": (
        "appointment, appointments, meeting, meetings, event, events, item, items, entry, entries, thing, things, date, dates, lunch, dinner, breakfast, call, "
        "calls, party, interview, visit, deadline, deadlines, mettings, appointement, errand"
    ),
    "TASK": (
        "task, tasks, todo, todos, to-do, to-dos, item, items, reminder, reminders, thing, things, one, ones, entry, entries, stuff, chores, errands, taks, "
        "appointments, meetings, events"
    ),
    "PROJECT": "project, list, category, folder, board",
    "TAG": "tag, label, hashtag",
    "THE_LIST": (
        "[{OWN}] {LIST}, [{OWN}] {TODO} [{LIST}], [{OWN}] {LIST} of (things|tasks|items|stuff|chores|reminders|shit|jobs|work) [to "
        "(do|complete|buy|get|accomplish|finish|get done)], [{OWN}] {LIST} to do, watchbill"
    ),
    "OWN": "my, the, our, a, an, this, that, your, his, her, their, all, all my, all of my, any, my own, all the, of my, of the",
    "ONTO": "to, on, onto, in, into, on to, in to, under, for",
    "OFF": "from, off, off of, out of, of, on, in, off from",
    "ADD": (
        "add, put, include, insert, jot down, write down, note down, note, enter, append, place, stick, throw, pop, chuck, tack on, log, record, save, ad, "
        "write, re-add, readd, put down, mark down, pencil in, slot in, pen in, register"
    ),
    "NEW": "create, make, start, open, set up, begin, set, add, schedule, plan, book, arrange, organise, organize, generate, produce, fix, need, have, get",
    "KIND": (
        "task, todo, to-do, to do, item, reminder, note, event, entry, to do item, todo item, calendar entry, calendar event, list item, thing to do, chore, "
        "errand"
    ),
    "CALLED": "called, named, titled, saying, that says, to, for, about, entitled",
    "REMIND": "remind me, remind, don't let me forget, do not let me forget, don't forget, make sure i remember, i must not forget, remember, nudge me, ping me",
    "DELETE": (
        "delete, remove, erase, trash, scrap, get rid of, throw away, throw out, drop, clear, clear out, clear off, clear away, wipe, wipe out, discard, "
        "eliminate, bin, dump, purge, empty, kill, nuke, toss, ditch, take out, take off, forget, forget about, dismiss, destroy, get ride of, strike, scratch, "
        "take away, axe, clean out, do away with, unschedule, remove from, omit"
    ),
    "CANCEL": "cancel, call off",
    "TAKE": "take, get, clear, wipe, scratch, strike, knock, pull, remove, keep, leave, cut, delete",
    "DONE": (
        "done, complete, completed, finished, as done, as complete, as completed, as finished, as closed, off as done, taken care of, dealt with, sorted, as "
        "sorted, all done, checked off, ticked off, over and done with"
    ),
    "FINISH": "complete, finish, finish off, close, check off, cross off, tick off, cross out, strike off, mark off, resolve, wrap up, close out, cmplete",
    "DID": (
        "finished, finished with, done, did, completed, handled, took care of, taken care of, am done with, done with, wrapped up, dealt with, got done with, "
        "have done, sorted, sorted out, knocked out, ticked off, got through"
    ),
    "UNDONE": (
        "not done, not finished, not complete, not completed, undone, open, open again, unfinished, incomplete, as not done, as undone, as open, as open again, "
        "as unfinished, as incomplete, as not completed, as not finished, as not complete, not done yet, to do again, active, as active, as to do"
    ),
    "REOPEN": "reopen, re-open, uncheck, untick, uncomplete, unfinish, un-finish, reactivate, unmark",
    "RESTORE": "restore, undelete, recover, untrash, un-delete, get back, bring back, give me back",
    "RENAME": "rename, retitle, reword, re-name",
    "CHANGE": "change, update, edit, modify, correct, replace, alter, fix, amend, adjust, revise, set, make, switch, turn",
    "MOVE": (
        "move, reschedule, shift, push, bump, postpone, delay, defer, put off, push back, push out, move back, bring forward, snooze, re-schedule, slide, carry "
        "over, pull forward, resched, roll over, pull in, kick, advance, pospone, postpon, rescedule"
    ),
    "UNDO": "undo, revert, roll back, rollback, take back, reverse, unwind, undue",
    "IS": "is, are, was, were, has been, have been, 's, got, is all, are all, is now, is already, are already, has, are now",
    "PRIORITY": "priority, prio, importance, urgency",
    "DATE": "due date, deadline, date, due day, due time, time, day, start time, due",
    "NOTE": "note, notes, description, details, body, comment, text, descripton",
    "LAST": "last, latest, previous, most recent",
}
WORDS: Mapping[str, Sequence[str]] = {
    name: tuple(entries.split(", ")) for name, entries in _ENTRIES.items()
}
"""Entries name each other by `{NAME}`."""

_LEVELS = {
    1: "highest, top, urgent, critical, high, important, very important, very high, most important, p1, 1, one, super important, really important, most urgent, more important",
    2: "medium, mid, moderate, p2, 2, two",
    3: "normal, low, p3, 3, three, lower, not urgent, unimportant, less important, not important, not that important, not so important",
    4: "lowest, none, no, p4, 4, four",
}
LEVELS: Mapping[str, int] = {
    word: level for level, words in _LEVELS.items() for word in words.split(", ")
}
"""What people call a priority: 1 is the highest, 4 none."""
