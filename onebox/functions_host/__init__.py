"""A local Azure Functions host on Microsoft's own Python worker runtime: HTTP, timers, queues, orchestrations."""

from onebox.functions_host.running import HostStartError, RunningHost, running_host

__all__ = ["HostStartError", "RunningHost", "running_host"]
