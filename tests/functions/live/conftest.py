"""A stage with its people and three lots."""

import pytest

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.lots import Stage, make_stage


@pytest.fixture
async def stage(owner: Connection, app: Services) -> Stage:
    return await make_stage(owner, app)
