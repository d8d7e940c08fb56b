"""The links are printed for people: one line per role, a few guests with what they will be asked."""

from onebox.supervisor.welcome import welcome


def test_roles_and_the_first_guests_are_listed() -> None:
    guest = {
        "name": "Maria Garcia",
        "paddle_number": 101,
        "phone_last4": "0101",
        "url": "http://x.test/j/1",
        "link": "1",
    }
    links = {"guests": [guest] * 8, "auctioneer": {"url": "http://x.test/s/2", "link": "2"}}
    text = welcome({"urls": {"app": "http://x.test", "twilio": "http://t.test"}, "links": links}, 4.21, with_host=True)
    assert "ready after 4.2 s" in text
    assert text.count("Maria Garcia (paddle 101, phone …0101)") == 3
    assert "http://x.test/s/2" in text
    assert "func start" not in text


def test_without_the_host_the_command_that_starts_it_names_the_port() -> None:
    urls = {"app": "http://x.test", "twilio": "http://t.test", "api": "http://127.0.0.1:7171/api/v1"}
    assert "func start --port 7171" in welcome({"urls": urls}, 1.0, with_host=False)


def test_a_demo_that_is_over_says_so_and_names_the_way_on() -> None:
    urls = {"app": "http://x.test", "twilio": "http://t.test"}
    assert "make reset" in welcome({"urls": urls, "event": {"over": True}}, 1.0, with_host=True)
    assert "make reset" not in welcome({"urls": urls, "event": {"over": False}}, 1.0, with_host=True)
