"""The stores the app needs, as programs on this machine: PostgreSQL, Redis, Azurite."""

from onebox.services.azurite import Azurite
from onebox.services.child_process import ProgramFailed
from onebox.services.postgres import Postgres
from onebox.services.redis_server import Redis
from onebox.services.running_services import RunningServices, services

__all__ = ["Azurite", "Postgres", "ProgramFailed", "Redis", "RunningServices", "services"]
