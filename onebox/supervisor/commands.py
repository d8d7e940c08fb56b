"""The programs that the supervisor starts; tests put small ones in their place."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

_MODULE = (sys.executable, "-m")


@dataclass(frozen=True)
class Commands:
    rooms: Sequence[str] = (*_MODULE, "onebox.webpubsub")
    stripe: Sequence[str] = (*_MODULE, "onebox.stripe")
    twilio: Sequence[str] = (*_MODULE, "onebox.twilio")
    migrate: Sequence[str] = (*_MODULE, "shared.db.migrate")
    host: Sequence[str] = (*_MODULE, "onebox.functions_host")
    frontdoor: Sequence[str] = (*_MODULE, "onebox.frontdoor")
    seed: Sequence[str] = (*_MODULE, "onebox.seed")
    tokens: Sequence[str] = (*_MODULE, "onebox.seed", "tokens")
