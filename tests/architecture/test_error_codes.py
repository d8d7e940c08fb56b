"""One class per error code, and every code in docs/errors.md."""

from collections import Counter
from pathlib import Path

from shared.errors import AppError
from shared.http.error_catalogue import error_catalogue, error_classes, import_the_app

ROOT = Path(__file__).resolve().parents[2]


def app_errors() -> list[type[AppError]]:
    import_the_app()
    return sorted(set(error_classes()), key=lambda one: one.code)


def test_every_code_has_one_class() -> None:
    errors = app_errors()
    assert len(errors) > 20
    assert [
        code for code, count in Counter(one.code for one in errors if "code" in vars(one)).items() if count > 1
    ] == []


def test_a_class_without_a_code_answers_exactly_like_its_parent_and_says_why() -> None:
    for error in app_errors():
        if "code" not in vars(error):
            assert vars(error).keys().isdisjoint({"status", "title"}), error.__qualname__
            assert error.__doc__, error.__qualname__


def test_every_status_is_an_error_status() -> None:
    assert [one.__qualname__ for one in app_errors() if not 400 <= one.status <= 599] == []


def test_the_list_of_codes_is_not_stale() -> None:
    assert (ROOT / "docs/errors.md").read_text() == error_catalogue(), (
        "run: python -m shared.http.error_catalogue > docs/errors.md"
    )
