"""An emulator of Azure Web PubSub for Socket.IO in serverless mode."""

from onebox.webpubsub.faults import FaultPlan
from onebox.webpubsub.server import DEFAULT_ACCESS_KEY, Emulator, running_emulator

__all__ = ["DEFAULT_ACCESS_KEY", "Emulator", "FaultPlan", "running_emulator"]
