"""What a person needs to see when everything runs."""

from collections.abc import Mapping


def welcome(content: Mapping[str, object], took_s: float, with_host: bool) -> str:
    lines = ["", f"Augeo is ready after {took_s:.1f} s.", ""]
    urls = content.get("urls")
    assert isinstance(urls, Mapping)
    lines += [f"  {'Website':<24} {urls['app']}", f"  {'Texts that were sent':<24} {urls['twilio']}"]
    lines += [f"  {label:<24} {link}" for label, link in links(content)]
    if not with_host:
        lines += ["", "Now start the Functions host: func start"]
    return "\n".join([*lines, "", "Ctrl-C stops everything and keeps the data.", ""])


def links(content: Mapping[str, object]) -> list[tuple[str, str]]:
    """The sign-in links of the seed: an object of role and address."""
    found = content.get("links")
    if not isinstance(found, Mapping):
        return []
    return [(str(label).replace("_", " ").capitalize(), str(link)) for label, link in found.items()]
