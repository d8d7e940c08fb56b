"""What a person needs to see when everything runs."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

GUESTS_SHOWN = 3


def welcome(content: Mapping[str, object], took_s: float, with_host: bool) -> str:
    urls = content["urls"]
    assert isinstance(urls, Mapping)
    rows = [("Website", urls["app"]), ("Texts that were sent", urls["twilio"]), *sign_in_links(content.get("links"))]
    lines = ["", f"Augeo is ready after {took_s:.1f} s.", "", *(f"  {label:<42} {link}" for label, link in rows), ""]
    if not with_host:
        lines += [f"Now start the Functions host: func start --port {urlsplit(str(urls['api'])).port}", ""]
    event = content.get("event")
    if isinstance(event, Mapping) and event.get("over"):
        lines += ["The demo gala is over. `make reset` and then `make up` start a new one.", ""]
    return "\n".join([*lines, "Ctrl-C stops everything and keeps the data.", ""])


def sign_in_links(links: object) -> Iterator[tuple[str, str]]:
    """One line for each role of staff, and the first guests with what they are asked for."""
    if not isinstance(links, Mapping):
        return
    for role, entry in links.items():
        if isinstance(entry, Mapping):
            yield str(role).replace("_", " ").capitalize(), str(entry["url"])
        elif isinstance(entry, Sequence) and not isinstance(entry, str):
            for guest in entry[:GUESTS_SHOWN]:
                label = f"{guest['name']} (paddle {guest['paddle_number']}, phone …{guest['phone_last4']})"
                yield label, str(guest["url"])
