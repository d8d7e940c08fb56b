from collections.abc import AsyncIterator

import pytest

from onebox.faults import FaultPlan
from onebox.services import RunningServices
from onebox.stripe.running import RunningStripe, running_stripe
from shared.db.pool import Connection
from shared.settings import Settings
from tests.conftest import TestDatabase
from tests.factories.gala import Gala, make_gala
from tests.factories.settings import make_settings


@pytest.fixture(scope="session")
async def stripe_process() -> AsyncIterator[RunningStripe]:
    async with running_stripe(accounts=("acct_harbor", "acct_other")) as running:
        yield running


@pytest.fixture
async def stripe(stripe_process: RunningStripe) -> AsyncIterator[RunningStripe]:
    """The stand-in without faults; a test installs its own."""
    yield stripe_process
    stripe_process.stand_in.faults.install(FaultPlan())


@pytest.fixture
def settings(cloud: RunningServices, database: TestDatabase, stripe: RunningStripe) -> Settings:
    return make_settings(
        pg_url=database.app_url,
        redis_url=cloud.redis_url,
        storage_connection=cloud.storage_connection_string,
        stripe_base_url=stripe.address,
        stripe_secret_key=stripe.secret_key,
    )


@pytest.fixture
async def gala(owner: Connection) -> Gala:
    return await make_gala(owner, stripe_account="acct_harbor")
