"""Our own API as its callers reach it: by its public address, through all that stands in front of it."""

from collections.abc import Mapping
from uuid import UUID

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from shared.errors import JsonValue


class OwnApiUnreachable(Exception):
    """No answer came."""


class OwnApi:
    def __init__(self, api_url: str, timeout_s: float) -> None:
        self._api_url = api_url
        self._timeout = ClientTimeout(total=timeout_s)
        self._session: ClientSession | None = None

    async def post(self, path: str, token: str, key: UUID, body: Mapping[str, JsonValue]) -> int:
        """The status of the answer. Raises OwnApiUnreachable."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(key)}
        try:
            async with self._http().post(f"{self._api_url}/{path}", json=dict(body), headers=headers) as answer:
                await answer.read()
                return answer.status
        except (ClientError, OSError, TimeoutError) as error:
            raise OwnApiUnreachable(type(error).__name__) from error

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                timeout=self._timeout, cookie_jar=DummyCookieJar(), headers={"User-Agent": "augeo"}
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
