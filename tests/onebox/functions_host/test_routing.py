"""Route templates."""

import pytest

from onebox.functions_host.routing import RouteError, Router, compile_route, decode_path


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("items/{id}", "items/7", {"id": "7"}),
        ("items/{id}", "ITEMS/Seven", {"id": "Seven"}),
        ("items/{id}", "items", None),
        ("items/{id:int}", "items/-7", {"id": "-7"}),
        ("items/{id:int}", "items/2147483648", None),
        ("items/{id:long}", "items/2147483648", {"id": "2147483648"}),
        ("items/{id:guid}", "items/0190a1b2-0000-7000-8000-000000000001",
         {"id": "0190a1b2-0000-7000-8000-000000000001"}),
        ("items/{id:guid}", "items/7", None),
        ("items/{name:alpha:length(3)}", "items/abc", {"name": "abc"}),
        ("items/{name:alpha:length(3)}", "items/abcd", None),
        ("items/{n:range(1,10)}", "items/11", None),
        ("items/{n:min(1):max(10)}", "items/10", {"n": "10"}),
        ("items/{code:regex(^lot-\\d+$)}", "items/lot-12", {"code": "lot-12"}),
        ("pages/{n?}", "pages", {}),
        ("pages/{n=1}", "pages", {"n": "1"}),
        ("pages/{n:int=1}", "pages/3", {"n": "3"}),
        ("{*rest}", "", {}),
        ("{*rest}", "a/b", {"rest": "a/b"}),
        ("media/{name}.{kind}", "media/photo.webp", {"name": "photo", "kind": "webp"}),
        ("a.b/{x}", "aXb/1", None),
    ],
)  # fmt: skip
def test_template_takes_the_values_out_of_a_path(template: str, path: str, expected: dict[str, str] | None) -> None:
    assert compile_route(template).match(path) == expected


@pytest.mark.parametrize("template", ["{", "a/{x:nothing}", "a/{x:min}", "a/}b", "{1x}"])
def test_template_that_cannot_be_read_is_refused(template: str) -> None:
    with pytest.raises(RouteError):
        compile_route(template)


def test_most_specific_template_wins_whatever_the_order_of_registration() -> None:
    templates = ["{*rest}", "items/{slug}", "items/{id:int}", "items/newest", "items/{id:int}/bids"]
    for order in (templates, templates[::-1]):
        router: Router[str] = Router("api")
        for template in order:
            router.add(template, None, template)
        for path, template in {
            "/api/items/newest": "items/newest",
            "/api/items/7": "items/{id:int}",
            "/api/items/seven": "items/{slug}",
            "/api/items/7/bids": "items/{id:int}/bids",
            "/api/other/x": "{*rest}",
        }.items():
            found = router.find("GET", path)
            assert found is not None
            assert found[0] == template


def test_one_route_has_a_function_for_each_method() -> None:
    router: Router[str] = Router("")
    router.add("bids", frozenset({"POST"}), "place")
    router.add("bids", frozenset({"GET"}), "list")
    assert router.find("GET", "/bids") == ("list", {})
    assert router.find("POST", "/bids") == ("place", {})
    assert router.find("DELETE", "/bids") is None


@pytest.mark.parametrize(
    ("raw", "decoded"), [("/a%20b", "/a b"), ("/a%2Fb", "/a%2Fb"), ("/%C3%BC", "/ü"), ("/a%2fb%20c", "/a%2fb c")]
)
def test_everything_but_a_slash_is_decoded(raw: str, decoded: str) -> None:
    assert decode_path(raw) == decoded
