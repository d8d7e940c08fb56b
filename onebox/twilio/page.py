"""The page that shows every text, newest first, so that a guest's phone is a browser tab."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

from onebox.twilio.books import Message
from onebox.twilio.checks import segments

_LINK = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem;
       color: #1c1c1c; background: #fafafa }
ol { list-style: none; padding: 0 } li { background: #fff; border: 1px solid #ccc; border-radius: .5rem;
       margin: .75rem 0; padding: .75rem 1rem }
p { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere } .facts { color: #555; font-size: .875rem }
"""


def render_page(messages: list[Message], recipient: str | None) -> str:
    """Plain HTML without scripts or outside assets; it reloads itself."""
    title = f"Texts to {escape(recipient)}" if recipient else "Texts"
    everything = '<p><a href="/">All texts</a></p>' if recipient else ""
    entries = "".join(_entry(message) for message in messages) or "<li>No texts yet.</li>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{everything}<ol>{entries}</ol></main></body></html>"
    )


def _entry(message: Message) -> str:
    at = datetime.fromtimestamp(message.created, UTC)
    body = _LINK.sub(lambda match: f'<a href="{match[0]}" rel="noreferrer">{match[0]}</a>', escape(message.body))
    status = message.status if message.error_code is None else f"{message.status} ({message.error_code})"
    to = escape(message.recipient)
    return (
        f'<li><p class="facts"><a href="/?to={to.replace("+", "%2B")}">{to}</a> from {escape(message.sender)}, '
        f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{at:%H:%M:%S} UTC</time>, {status}, '
        f"{segments(message.body)} segment(s)</p><p>{body}</p></li>"
    )
