"""Durable orchestrations: durabletask's in-memory backend, mended, and the pump that runs its work items."""
