"""Bodies of the room routes."""

from pydantic import BaseModel


class Negotiation(BaseModel):
    """`io(endpoint, {path, query: {access_token}})`, then `emit("join", {ticket}, ack)`."""

    endpoint: str
    path: str
    access_token: str
    ticket: str
    ticket_expires_in_s: int
    rooms: list[str]
