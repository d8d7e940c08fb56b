"""`python -m bench.plain`: the same job as a textbook would build it, that the room's highest rate is held against.

FastAPI and python-socketio in one process; a bid is a transaction from Python (lock the item, judge, insert, update), a
message through Redis, and an emit to the room.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import redis.asyncio
import socketio  # type: ignore[import-untyped]
import uvicorn
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

from shared.auth.tokens import Tokens
from shared.errors import AppError

CHANNEL = "plain:bids"
ROOM = "room"
POOL_SIZE = 10


class Bid(BaseModel):
    item_id: UUID
    exact_cents: int
    confirmed: bool = False


class Shop:
    """The connections of the process."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    redis: redis.asyncio.Redis

    def __init__(self) -> None:
        self.tokens = Tokens(os.environ["AUGEO_JWT_PRIVATE_KEY"], os.environ["AUGEO_JWT_KEY_ID"])

    async def open(self) -> None:
        self.pool = await asyncpg.create_pool(os.environ["AUGEO_PG_ADMIN_URL"], min_size=POOL_SIZE, max_size=POOL_SIZE)
        self.redis = redis.asyncio.Redis.from_url(os.environ["AUGEO_REDIS_URL"])

    async def close(self) -> None:
        await self.pool.close()
        await self.redis.aclose()

    async def place(self, bid: Bid, bidder_id: str) -> dict[str, Any]:
        """Raises HTTPException for what is refused."""
        async with self.pool.acquire() as conn, conn.transaction():
            item = await conn.fetchrow(
                "SELECT price_cents, step_cents, bid_count, version FROM bare.items WHERE id = $1 FOR UPDATE",
                bid.item_id,
            )
            if item is None:
                raise HTTPException(404)
            if bid.exact_cents < item["price_cents"] + item["step_cents"]:
                raise HTTPException(409)
            await conn.execute(
                "INSERT INTO bare.bids (item_id, bidder_id, amount_cents) VALUES ($1, $2, $3)",
                bid.item_id,
                bidder_id,
                bid.exact_cents,
            )
            await conn.execute(
                "UPDATE bare.items SET price_cents = $2, leader_id = $3, bid_count = bid_count + 1, version = version + 1 WHERE id = $1",
                bid.item_id,
                bid.exact_cents,
                bidder_id,
            )
        return {
            "id": str(bid.item_id),
            "version": item["version"] + 1,
            "status": "open",
            "price_cents": bid.exact_cents,
            "bid_count": item["bid_count"] + 1,
        }


def make_app(shop: Shop) -> socketio.ASGIApp:
    sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")

    async def connect(sid: str, environ: dict[str, Any], auth: object) -> None:
        await sio.enter_room(sid, ROOM)

    sio.on("connect", connect)

    async def tell_the_room() -> None:
        async with shop.redis.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            async for message in channel.listen():
                if message["type"] == "message":
                    await sio.emit("bid_placed", {"items": [json.loads(message["data"])]}, room=ROOM)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await shop.open()
        telling = asyncio.create_task(tell_the_room())
        try:
            yield
        finally:
            telling.cancel()
            await shop.close()

    api = FastAPI(lifespan=lifespan)

    @api.post("/api/v1/bids", status_code=201)
    async def place_bid(bid: Bid, authorization: str = Header("")) -> dict[str, Any]:
        try:
            claims = shop.tokens.verify(authorization.removeprefix("Bearer "))
        except AppError as error:
            raise HTTPException(401) from error
        item = await shop.place(bid, str(claims.paddle_id))
        await shop.redis.publish(CHANNEL, json.dumps(item))
        return {"item": item}

    return socketio.ASGIApp(sio, api)


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = uvicorn.Server(uvicorn.Config(make_app(Shop()), log_level="warning", lifespan="on"))
    sys.stdout.write(json.dumps({"port": listener.getsockname()[1]}) + "\n")
    sys.stdout.flush()
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
