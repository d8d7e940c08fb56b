from datetime import UTC, datetime, timedelta

from functions.closing.rules import LONGEST_SLEEP_S, SHORTEST_SLEEP_S, extra_time_sentence, sleep_s


def test_it_sleeps_until_the_next_close() -> None:
    assert sleep_s(12.5) == 12.5


def test_it_never_sleeps_longer_than_a_minute_nor_spins() -> None:
    assert sleep_s(3_600) == LONGEST_SLEEP_S
    assert sleep_s(0) == SHORTEST_SLEEP_S


def test_paused_items_are_looked_at_once_a_minute() -> None:
    assert sleep_s(None) == LONGEST_SLEEP_S


CLOSES = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)


def sentence(window_s: int, extension_s: int, cap_s: int) -> str:
    return extra_time_sentence(
        window_s=window_s,
        extension_s=extension_s,
        last_possible_close_at=CLOSES + timedelta(seconds=cap_s),
        closes_at=CLOSES,
        timezone="America/New_York",
    )


def test_extra_time_is_told_in_one_sentence_from_the_items_settings() -> None:
    assert sentence(120, 120, 300) == "A bid in the last 2 minutes adds 2 minutes, up to 9:10 PM at the latest."
    assert sentence(60, 90, 600) == "A bid in the last minute adds 90 seconds, up to 9:15 PM at the latest."
    assert sentence(150, 60, 3_600) == "A bid in the last 2 min 30 s adds 1 minute, up to 10:05 PM at the latest."


def test_without_extra_time_the_sentence_says_so() -> None:
    for settings in ((0, 120, 300), (120, 0, 300), (120, 120, 0)):
        assert sentence(*settings) == "Closes at 9:05 PM, without extra time."
