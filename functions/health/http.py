"""Routes: is the process alive, can it do its work, what does the API look like."""

import azure.functions as func

from functions.health import service
from shared.errors import DependencyDown
from shared.http.openapi import openapi_document
from shared.http.operation import PUBLIC, http_operation
from shared.http.responses import json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(blueprint, "GET", "health/live", permission=PUBLIC, summary="The process runs")
async def health_live(req: func.HttpRequest) -> func.HttpResponse:
    return json_response({"status": "live"})


@http_operation(
    blueprint, "GET", "health/ready", permission=PUBLIC, summary="The database can be reached", errors=(DependencyDown,)
)
async def health_ready(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    return json_response(await service.readiness(services))


@http_operation(blueprint, "GET", "openapi.json", permission=PUBLIC, summary="This document", documented=False)
async def openapi(req: func.HttpRequest) -> func.HttpResponse:
    return json_response(openapi_document(), headers={"Cache-Control": "public, max-age=300"})
