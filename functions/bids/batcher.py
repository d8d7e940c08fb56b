"""Bids share commits: one connection and one batch in flight per lane, and further lanes for when a batch takes long.

While a batch is in flight the next one collects, and leaves the moment the call returns: no timer, so a bid alone waits for nobody.
A call costs as much as ten bids in it, so all bids take the first lane, whatever their item, until its batch is late or enough wait for
the next one; an item's bids stay behind each other in its lane (docs/decisions/0005 and 0017).
This is the one place where many requests share a transaction (design.md 6).
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from functions.bids import store
from functions.bids.errors import BidsBusy
from functions.bids.models import Judged, NewBid
from shared.db.entra import connect_options
from shared.db.pool import UNAVAILABLE, Connection, prepare_connection
from shared.errors import DependencyDown

log = logging.getLogger("augeo.bids")

MAX_BATCH = 128  # beyond it a call takes longer than the commit it saves
MAX_WAITING = 2_000  # per lane; more than a minute's work means that something is wrong
LATE_S = 0.02  # a call that waits for nobody takes less; behind one that does, new bids take another lane
LOCK_TIMEOUT_MS = 250
SLOW_LOCK_TIMEOUT_MS = 3_000
SLOW_PATIENCE_S = 6.0  # a bid that waited longer behind other stuck items is told to come again, so that every answer comes within ten seconds
STATEMENT_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_S = 3.0
COMMAND_TIMEOUT_S = 6.0

type Committed = Callable[[UUID, UUID, list[UUID]], None]
"""Called after a commit with organization, event and the items that changed."""


@dataclass(eq=False, slots=True)
class Waiting:
    bid: NewBid
    answer: asyncio.Future[Judged]
    since: float
    """By the loop's clock."""


class BidBatcher:
    """Takes one bid per call and answers when its batch has committed."""

    def __init__(
        self, url: str, lanes: int, committed: Committed, *, slow_lock_timeout_ms: int = SLOW_LOCK_TIMEOUT_MS
    ) -> None:
        self._slow = Lane(url, "slow", slow_lock_timeout_ms, committed, slow=None)
        self._lanes = [Lane(url, str(n), LOCK_TIMEOUT_MS, committed, slow=self._slow) for n in range(lanes)]

    async def place(self, bid: NewBid) -> Judged:
        """Raises BidsBusy (503) or DependencyDown (503); the caller repeats with the same key."""
        return await self._lane(bid.item_id).place(bid)

    def _lane(self, item_id: UUID) -> "Lane":
        """Where the item's earlier bids still are; else the first lane that is not held up."""
        for lane in self._lanes:
            if lane.holds(item_id):
                return lane
        for lane in self._lanes:
            if lane.is_passable():
                return lane
        return self._lanes[item_id.int % len(self._lanes)]

    async def close(self) -> None:
        await asyncio.gather(*(lane.close() for lane in self._lanes))
        await self._slow.close()


class Lane:
    """One connection and one batch in flight."""

    def __init__(self, url: str, name: str, lock_timeout_ms: int, committed: Committed, slow: "Lane | None") -> None:
        self._url = url
        self._name = name
        self._lock_timeout_ms = lock_timeout_ms
        self._committed = committed
        self._slow = slow
        self._queue: deque[Waiting] = deque()
        self._held: Counter[UUID] = Counter()
        """How many bids on each item wait here or are in flight."""
        self._sent_at: float | None = None
        """When the batch in flight left, by the loop's clock."""
        self._conn: Connection | None = None
        self._runner: asyncio.Task[None] | None = None
        # items whose bids wait in this (slow) lane, until one of its batches got through
        self._stuck: set[UUID] = set()
        self._is_closed = False

    def holds(self, item_id: UUID) -> bool:
        return item_id in self._held

    def is_passable(self) -> bool:
        """No late batch, and less than a full one waiting."""
        if len(self._queue) >= MAX_BATCH:
            return False
        return self._sent_at is None or asyncio.get_running_loop().time() - self._sent_at < LATE_S

    async def place(self, bid: NewBid) -> Judged:
        if self._slow is not None and bid.item_id in self._slow._stuck:
            return await self._slow.place(bid)
        if len(self._queue) >= MAX_WAITING:
            raise BidsBusy
        loop = asyncio.get_running_loop()
        waiting = Waiting(bid, loop.create_future(), loop.time())
        self._enqueue([waiting])
        return await waiting.answer

    def _enqueue(self, waiting: Iterable[Waiting]) -> None:
        if self._is_closed:
            _fail(waiting, BidsBusy())
            return
        for one in waiting:
            self._queue.append(one)
            self._held[one.bid.item_id] += 1
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run(), name=f"bid lane {self._name}")

    async def _run(self) -> None:
        while self._queue:
            batch = self._next_batch()
            self._sent_at = asyncio.get_running_loop().time()
            try:
                await self._deliver(batch)
            except asyncio.CancelledError:  # only from close()
                _fail(batch, BidsBusy())
                raise
            finally:
                self._sent_at = None
                self._let_go(batch)
                self._stuck.difference_update(
                    {one.bid.item_id for one in batch} - {one.bid.item_id for one in self._queue}
                )

    def _let_go(self, waiting: Iterable[Waiting]) -> None:
        for one in waiting:
            self._held[one.bid.item_id] -= 1
            if not self._held[one.bid.item_id]:
                del self._held[one.bid.item_id]

    def _next_batch(self) -> list[Waiting]:
        """What came first, up to the bound; a key that is in the batch already waits for the next one.

        The slow lane takes one item at a time, so that one which is still held keeps no freed one waiting with it.
        """
        only = self._queue[0].bid.item_id if self._slow is None else None
        batch: list[Waiting] = []
        later: list[Waiting] = []
        keys: set[tuple[UUID, UUID]] = set()
        while self._queue and len(batch) < MAX_BATCH:
            one = self._queue.popleft()
            key = (one.bid.paddle_id, one.bid.key)
            (later if key in keys or only not in (None, one.bid.item_id) else batch).append(one)
            keys.add(key)
        self._queue.extendleft(reversed(later))
        return batch

    async def _deliver(self, batch: list[Waiting]) -> None:
        """Sends the batch; whoever it fails for is told why, and nobody else."""
        try:
            await self._send(batch)
        except DependencyDown as error:
            _fail(batch, error)
        except Exception as error:
            log.error("bid_batch_failed", extra={"lane": self._name, "bids": len(batch)}, exc_info=error)
            _fail(batch, error)

    async def _send(self, batch: list[Waiting]) -> None:
        if self._slow is None and asyncio.get_running_loop().time() - batch[0].since > SLOW_PATIENCE_S:
            raise BidsBusy(retry_after_s=2)
        try:
            judged = await self._call([one.bid for one in batch])
        except asyncpg.LockNotAvailableError:
            await self._send_apart(batch)
            return
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
            if len(batch) == 1:
                raise
            for one in batch:  # one bad bid must not fail its neighbours
                await self._deliver([one])
            return
        for one, answer in zip(batch, judged, strict=True):
            if not one.answer.done():
                one.answer.set_result(answer)
        self._announce(batch, judged)

    async def _send_apart(self, batch: list[Waiting]) -> None:
        """Somebody holds a row: free items go again at once, the stuck item's bids go to the slow lane."""
        items = {one.bid.item_id for one in batch}
        if len(items) > 1:
            for item_id in items:
                await self._deliver([one for one in batch if one.bid.item_id == item_id])
        elif self._slow is None:
            raise BidsBusy(retry_after_s=2)
        else:
            behind = [one for one in self._queue if one.bid.item_id in items]  # they came later, and stay behind
            self._queue = deque(one for one in self._queue if one.bid.item_id not in items)
            self._let_go(behind)
            self._slow._stuck.update(items)
            self._slow._enqueue([*batch, *behind])

    async def _call(self, bids: list[NewBid]) -> list[Judged]:
        """One call, and once more after a lost connection or a deadlock: the keys make the repetition harmless."""
        for is_last in (False, True):
            try:
                return await store.place_bids(await self._connection(), bids)
            except asyncpg.LockNotAvailableError:
                raise
            except UNAVAILABLE as error:
                await self._disconnect()
                if is_last:
                    raise DependencyDown("The database cannot be reached.") from error
        raise AssertionError("unreachable")

    async def _connection(self) -> Connection:
        if self._conn is None or self._conn.is_closed():
            self._conn = await asyncpg.connect(
                self._url,
                timeout=CONNECT_TIMEOUT_S,
                command_timeout=COMMAND_TIMEOUT_S,
                **connect_options(self._url),
                server_settings={
                    "application_name": f"augeo bid lane {self._name}",
                    "lock_timeout": str(self._lock_timeout_ms),
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                    # a batch is dozens of short statements: compiling them costs more than it saves
                    "jit": "off",
                },
            )
            await prepare_connection(self._conn)
        return self._conn

    async def _disconnect(self) -> None:
        if self._conn is not None:
            self._conn.terminate()
            self._conn = None

    def _announce(self, batch: list[Waiting], judged: list[Judged]) -> None:
        changed: dict[tuple[UUID, UUID], set[UUID]] = {}
        for one, answer in zip(batch, judged, strict=True):
            if answer.code == "accepted" and not answer.is_replay:
                changed.setdefault((one.bid.org_id, one.bid.event_id), set()).add(one.bid.item_id)
        for (org_id, event_id), items in changed.items():
            self._committed(org_id, event_id, sorted(items))

    async def close(self) -> None:
        """Lets the batch in flight finish; what still waits is told to try again."""
        self._is_closed = True
        waiting, self._queue = list(self._queue), deque()
        _fail(waiting, BidsBusy())
        if self._runner is not None and not self._runner.done():
            _, late = await asyncio.wait({self._runner}, timeout=COMMAND_TIMEOUT_S)
            for runner in late:
                runner.cancel()
                await asyncio.wait({runner})
        if self._conn is not None:
            await self._conn.close()


def _fail(batch: Iterable[Waiting], error: Exception) -> None:
    for one in batch:
        if not one.answer.done():
            one.answer.set_exception(error)
