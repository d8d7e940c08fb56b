from collections.abc import AsyncIterator

import pytest

from onebox.faults import FaultPlan
from onebox.services import RunningServices
from onebox.twilio.running import RunningTwilio, running_twilio
from shared.settings import Settings
from tests.conftest import TestDatabase
from tests.factories.settings import make_settings


@pytest.fixture(scope="session")
async def twilio_process() -> AsyncIterator[RunningTwilio]:
    async with running_twilio(step_s=0) as running:
        # callbacks are delivered by the tests themselves, when they say so
        yield running


@pytest.fixture
def twilio(twilio_process: RunningTwilio) -> RunningTwilio:
    """The stand-in without faults and without callbacks."""
    plan = FaultPlan.model_validate({"webhooks": {"off": True}})
    twilio_process.stand_in.faults.install(plan)
    return twilio_process


@pytest.fixture
def settings(cloud: RunningServices, database: TestDatabase, twilio: RunningTwilio) -> Settings:
    return make_settings(
        pg_url=database.app_url,
        redis_url=cloud.redis_url,
        storage_connection=cloud.storage_connection_string,
        twilio_base_url=twilio.address,
        twilio_account_sid=twilio.account_sid,
        twilio_auth_token=twilio.auth_token,
    )
