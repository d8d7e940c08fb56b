"""Which part listens where. A second instance on the same machine moves up by a hundred."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from onebox.services.file_lock import AlreadyLocked, exclusive_lock
from onebox.services.ports import port_is_free

DEFAULT_BASE = 7071
STRIDE = 100
TRIES = 20


class NoFreePorts(RuntimeError):
    pass


@dataclass(frozen=True)
class PortPlan:
    """The API keeps 7071, which is also the port of `func start`."""

    api: int
    rooms: int
    stripe: int
    twilio: int
    postgres: int
    redis: int
    blob: int
    queue: int
    table: int
    app: int

    @classmethod
    def from_base(cls, base: int) -> "PortPlan":
        return cls(*range(base, base + len(fields(cls))))

    def all(self) -> list[int]:
        return [getattr(self, field.name) for field in fields(self)]


@contextmanager
def claimed_ports(base: int) -> Iterator[PortPlan]:
    """The first block that is free as a whole. A lock keeps two starting at once from choosing the same."""
    for start in range(base, base + TRIES * STRIDE, STRIDE):
        with ExitStack() as stack:
            try:
                stack.enter_context(
                    exclusive_lock(Path(tempfile.gettempdir()) / f"augeo-ports-{start}.lock", wait=False)
                )
            except (AlreadyLocked, PermissionError):  # taken, perhaps by another account
                continue
            plan = PortPlan.from_base(start)
            if all(port_is_free(port) for port in plan.all()):
                yield plan
                return
    raise NoFreePorts(f"no ten free ports in a row from {base}; choose others: make up ARGS='--ports-from 17071'")
