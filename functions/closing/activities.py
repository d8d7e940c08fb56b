"""Activities of closing. They take ids, read the state themselves, and may run any number of times."""

from typing import TypedDict
from uuid import UUID

import azure.durable_functions as df

from functions.closing import service
from functions.closing.rules import sleep_s
from shared.runtime import get_services

blueprint = df.Blueprint()


class SectionInput(TypedDict):
    """A named type, because the worker refuses `dict[str, str]` as the annotation of a binding."""

    org_id: str
    section_id: str


class SleepUntilNext(TypedDict):
    sleep_s: float | None


@blueprint.activity_trigger(input_name="section")
async def close_due_items(section: SectionInput) -> SleepUntilNext:
    """Answers how long to sleep; null when no item of the section is open any more."""
    closing = await service.close_due(await get_services(), UUID(section["org_id"]), UUID(section["section_id"]))
    return {"sleep_s": sleep_s(closing.next_close_in_s) if closing.still_open else None}
