import pytest

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.stewarding import Night, make_night


@pytest.fixture
async def night(app: Services, owner: Connection) -> Night:
    return await make_night(app, owner)
