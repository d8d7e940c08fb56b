"""Callers that want the same thing at the same time share one piece of work."""

import asyncio

import pytest

from shared.single_flight import SingleFlight


async def test_callers_share_the_work_and_its_result() -> None:
    flight: SingleFlight[int] = SingleFlight()
    go_on, runs = asyncio.Event(), 0

    async def work() -> int:
        nonlocal runs
        runs += 1
        await go_on.wait()
        return runs

    callers = [asyncio.create_task(flight.do(work)) for _ in range(5)]
    await asyncio.sleep(0)
    assert flight.is_flying
    go_on.set()
    assert await asyncio.gather(*callers) == [1] * 5
    assert await flight.do(work) == 2


async def test_callers_share_the_error_and_the_next_one_tries_again() -> None:
    flight: SingleFlight[int] = SingleFlight()

    async def fail() -> int:
        raise LookupError

    async def succeed() -> int:
        return 1

    assert [type(one) for one in await asyncio.gather(flight.do(fail), flight.do(fail), return_exceptions=True)] == [
        LookupError,
        LookupError,
    ]
    assert await flight.do(succeed) == 1


async def test_a_caller_that_gives_up_takes_nothing_from_the_others() -> None:
    flight: SingleFlight[int] = SingleFlight()
    go_on = asyncio.Event()

    async def work() -> int:
        await go_on.wait()
        return 1

    impatient, patient = asyncio.create_task(flight.do(work)), asyncio.create_task(flight.do(work))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    go_on.set()
    assert await patient == 1
