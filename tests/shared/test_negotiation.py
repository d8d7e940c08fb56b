"""Headers are read as RFC 9110 says."""

import pytest

from shared.negotiation import has_version, takes_gzip


@pytest.mark.parametrize(
    ("accept_encoding", "takes"),
    [
        ("gzip, deflate, br", True), ("br;q=1.0, GZIP;q=0.8", True), ("gzip;q=0.01", True), ("gzip; q=0", False),
        ("gzip;q=0.000, deflate", False), ("identity", False), ("xgzip", False), ("", False),
    ],
)  # fmt: skip
def test_a_client_takes_gzip_when_it_says_so(accept_encoding: str, takes: bool) -> None:
    assert takes_gzip(accept_encoding) is takes


@pytest.mark.parametrize(
    ("if_none_match", "etag", "has"),
    [
        ('"a"', '"a"', True), ('W/"a"', '"a"', True), ('"a"', 'W/"a"', True), ('"b", "a"', '"a"', True), ("*", '"a"', True),
        ('"b"', '"a"', False), ("", '"a"', False), ("a", '"a"', False),
    ],
)  # fmt: skip
def test_a_client_has_a_version_by_weak_comparison(if_none_match: str, etag: str, has: bool) -> None:
    assert has_version(if_none_match, etag) is has
