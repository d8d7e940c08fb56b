from functions.closing.rules import LONGEST_SLEEP_S, SHORTEST_SLEEP_S, sleep_s


def test_it_sleeps_until_the_next_close() -> None:
    assert sleep_s(12.5) == 12.5


def test_it_never_sleeps_longer_than_a_minute_nor_spins() -> None:
    assert sleep_s(3_600) == LONGEST_SLEEP_S
    assert sleep_s(0) == SHORTEST_SLEEP_S


def test_paused_items_are_looked_at_once_a_minute() -> None:
    assert sleep_s(None) == LONGEST_SLEEP_S
