"""Who waits for changes hears of them, and nobody looks at the store for nothing."""

import asyncio
import threading
from contextlib import aclosing

import pytest

from watchbill.domain.errors import StorageUnavailableError
from watchbill.web.feed import Feed


class Journal:
    """A journal's last number, and how often it was asked for."""

    def __init__(self, number: int = 0) -> None:
        self.number = number
        self.looks = 0
        self.is_away = False

    def last_change(self, workspace_id: str) -> int:
        assert workspace_id == "default"
        self.looks += 1
        if self.is_away:
            self.is_away = False
            raise StorageUnavailableError("away")
        return self.number


def test_a_proposal_alone_moves_nobody_on_but_is_told():
    async def scenario() -> None:
        reviews = Journal(1)
        feed = Feed(Journal(5).last_change, reviews.last_change, beat=0.01, heartbeat=0.1)
        async with aclosing(feed.follow("default")) as moves:
            assert await anext(moves) is None
            reviews.number = 2
            assert await anext(moves) == (5, 5)

    asyncio.run(scenario())


def test_followers_are_told_from_where_to_where_the_journal_moved():
    async def scenario() -> None:
        journal = Journal(5)
        feed = Feed(journal.last_change, beat=0.01)
        async with (
            aclosing(feed.follow("default", 3)) as behind,
            aclosing(feed.follow("default")) as fresh,
        ):
            assert await anext(behind) == (3, 5)
            waiting = asyncio.ensure_future(anext(fresh))
            await asyncio.sleep(0)
            journal.number = 8
            assert await anext(behind) == (5, 8)
            assert await waiting == (5, 8)

    asyncio.run(scenario())


def test_a_journal_that_got_shorter_begins_anew():
    async def scenario() -> None:
        feed = Feed(Journal(5).last_change, beat=0.01)
        async with aclosing(feed.follow("default", 9)) as moves:
            assert await anext(moves) == (5, 5)

    asyncio.run(scenario())


@pytest.mark.parametrize("workspace", ["default", ""])
def test_a_ring_makes_it_look_at_once(workspace: str):
    async def scenario() -> None:
        journal = Journal()
        feed = Feed(journal.last_change, beat=600)
        feed.ring("default")
        async with aclosing(feed.follow("default", 0)) as moves:
            waiting = asyncio.ensure_future(anext(moves))
            await asyncio.sleep(0.05)
            journal.number = 1
            ringing = threading.Thread(target=lambda: [feed.ring("other"), feed.ring(workspace)])
            ringing.start()
            assert await asyncio.wait_for(waiting, 10) == (0, 1)
            ringing.join()
        feeds.append(feed)

    feeds: list[Feed] = []
    asyncio.run(scenario())
    feeds[0].ring(workspace)


def test_silence_is_told_and_the_end_too():
    async def scenario() -> None:
        feed = Feed(Journal().last_change, beat=0.01, heartbeat=0.02)
        async with aclosing(feed.follow("default")) as moves:
            assert await anext(moves) is None
            waiting = asyncio.ensure_future(anext(moves, "over"))
            await asyncio.sleep(0)
            feed.close()
            assert await waiting == "over"

    asyncio.run(scenario())


def test_a_store_that_is_away_for_a_moment_costs_no_follower_its_place():
    async def scenario() -> None:
        journal = Journal()
        feed = Feed(journal.last_change, beat=0.01, heartbeat=0.05)
        async with aclosing(feed.follow("default", 0)) as moves:
            assert await anext(moves) is None
            journal.number, journal.is_away = 1, True
            while (move := await anext(moves)) is None:
                pass
            assert move == (0, 1)
            assert not journal.is_away

    asyncio.run(scenario())


def pollers() -> int:
    """Who looks at the store; what these wait for in between may be tasks, too."""
    return sum("_poll" in repr(task.get_coro()) for task in asyncio.all_tasks())


def test_the_store_is_looked_at_only_while_somebody_listens():
    async def scenario() -> None:
        journal = Journal()
        feed = Feed(journal.last_change, beat=0.001, heartbeat=0.01)
        async with aclosing(feed.follow("default")) as moves:
            await anext(moves)
            assert pollers() == 1
        await asyncio.wait(
            {asyncio.create_task(asyncio.sleep(0)), *asyncio.all_tasks()}
            - {asyncio.current_task()},
            timeout=5,
        )
        assert pollers() == 0
        assert journal.looks > 1

    asyncio.run(scenario())
