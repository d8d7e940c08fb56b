"""`/runtime/webhooks/durabletask`: the management addresses that a durable client hands to its callers."""

import json
from datetime import UTC
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import durabletask.internal.orchestrator_service_pb2 as pb
import grpc  # type: ignore[import-untyped]
from aiohttp import web
from google.protobuf import timestamp_pb2, wrappers_pb2  # type: ignore[import-untyped]

from onebox.functions_host.durable.backend import DurableBackend
from onebox.functions_host.durable.pump import InProcessCall, RpcAbortedError
from onebox.functions_host.http_response import WholeResponse
from shared.problems import PROBLEM_JSON

PREFIX = "/runtime/webhooks/durabletask"
_STATUS_NAMES = {
    pb.ORCHESTRATION_STATUS_RUNNING: "Running",
    pb.ORCHESTRATION_STATUS_COMPLETED: "Completed",
    pb.ORCHESTRATION_STATUS_CONTINUED_AS_NEW: "ContinuedAsNew",
    pb.ORCHESTRATION_STATUS_FAILED: "Failed",
    pb.ORCHESTRATION_STATUS_CANCELED: "Canceled",
    pb.ORCHESTRATION_STATUS_TERMINATED: "Terminated",
    pb.ORCHESTRATION_STATUS_PENDING: "Pending",
    pb.ORCHESTRATION_STATUS_SUSPENDED: "Suspended",
}
_ENDED = frozenset({"Completed", "Failed", "Canceled", "Terminated"})
_HTTP_STATUS_OF_ABORT = {grpc.StatusCode.NOT_FOUND: 404, grpc.StatusCode.ALREADY_EXISTS: 409}
_RETRY_AFTER_S = "5"


def _answer(status: int, document: Any = None, **headers: str) -> WholeResponse:
    body = b"" if document is None else json.dumps(document).encode()
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return WholeResponse(status, [("Content-Type", "application/json"), *named], body)


def _problem(status: int, detail: str, code: str) -> WholeResponse:
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return WholeResponse(status, [("Content-Type", PROBLEM_JSON)], json.dumps(document).encode())


def _time(stamp: timestamp_pb2.Timestamp) -> str:
    return str(stamp.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _json_or_text(value: wrappers_pb2.StringValue, *, is_set: bool) -> Any:
    """An unset text comes as '' from the backend and means null."""
    if not is_set or value.value == "":
        return None
    try:
        return json.loads(value.value)
    except ValueError:
        return value.value


def status_document(state: pb.OrchestrationState, *, shows_input: bool) -> dict[str, Any]:
    output = _json_or_text(state.output, is_set=state.HasField("output"))
    if state.HasField("failureDetails"):
        output = state.failureDetails.errorMessage
    return {
        "name": state.name,
        "instanceId": state.instanceId,
        "runtimeStatus": _STATUS_NAMES[state.orchestrationStatus],
        "input": _json_or_text(state.input, is_set=state.HasField("input")) if shows_input else None,
        "customStatus": _json_or_text(state.customStatus, is_set=state.HasField("customStatus")),
        "output": output,
        "createdTime": _time(state.createdTimestamp),
        "lastUpdatedTime": _time(state.lastUpdatedTimestamp),
    }


class DurableWebhooks:
    def __init__(self, backend: DurableBackend, *, required_query: str) -> None:
        self._backend = backend
        self._required_query = required_query
        self._call: Any = InProcessCall()

    async def __call__(self, request: web.BaseRequest, raw_path: str, query: str, body: bytes) -> WholeResponse:
        parts = [unquote(part) for part in raw_path.strip("/").split("/")]
        options = dict(parse_qsl(query))
        try:
            match request.method, parts:
                case "GET", ["instances", instance_id]:
                    return self._status(request, instance_id, options)
                case "DELETE", ["instances", instance_id]:
                    return self._purge(instance_id)
                case "POST", ["instances", instance_id, "raiseEvent", name]:
                    return self._raise_event(instance_id, name, body)
                case "POST", ["instances", instance_id, "restart"]:
                    return self._restart(request, instance_id, options)
                case "POST", ["instances", instance_id, verb] if verb in _VERBS:
                    return self._change(instance_id, verb, options.get("reason", ""))
                case "POST", ["orchestrators", name]:
                    return self._start(request, name, "", body)
                case "POST", ["orchestrators", name, instance_id]:
                    return self._start(request, name, instance_id, body)
        except RpcAbortedError as error:
            return _problem(_HTTP_STATUS_OF_ABORT.get(error.code, 400), str(error), error.code.name.lower())
        return _problem(404, "Durable management has no such address.", "route_not_found")

    def _links(self, request: web.BaseRequest, instance_id: str) -> dict[str, str]:
        base = f"http://{request.headers.get('Host', 'localhost')}{PREFIX}/instances/{quote(instance_id, safe='')}"
        links = {
            "id": instance_id,
            "statusQueryGetUri": f"{base}?{self._required_query}",
            "sendEventPostUri": f"{base}/raiseEvent/{{eventName}}?{self._required_query}",
            "restartPostUri": f"{base}/restart?{self._required_query}",
            "purgeHistoryDeleteUri": f"{base}?{self._required_query}",
        }
        for verb in _VERBS:
            links[f"{verb}PostUri"] = f"{base}/{verb}?reason={{text}}&{self._required_query}"
        return links

    def _status(self, request: web.BaseRequest, instance_id: str, options: dict[str, str]) -> WholeResponse:
        state = self._backend.instance_state(instance_id)
        if state is None:
            return _problem(404, "There is no such instance.", "instance_not_found")
        document = status_document(state, shows_input=options.get("showInput", "true").lower() != "false")
        if document["runtimeStatus"] not in _ENDED:
            location = self._links(request, instance_id)["statusQueryGetUri"]
            return _answer(202, document, Location=location, Retry_After=_RETRY_AFTER_S)
        wants_500 = options.get("returnInternalServerErrorOnFailure", "").lower() == "true"
        return _answer(500 if wants_500 and document["runtimeStatus"] == "Failed" else 200, document)

    def _not_open(self, instance_id: str) -> WholeResponse | None:
        """The answer for an instance that cannot be changed any more, or none if it can."""
        if self._backend.instance_state(instance_id) is None:
            return _problem(404, "There is no such instance.", "instance_not_found")
        if self._backend.is_ended(instance_id):
            return _problem(410, "The instance has ended.", "instance_ended")
        return None

    def _raise_event(self, instance_id: str, name: str, body: bytes) -> WholeResponse:
        refusal = self._not_open(instance_id)
        if refusal is not None:
            return refusal
        try:
            text = json.dumps(json.loads(body)) if body else "null"
        except ValueError:
            return _problem(400, "The body is not JSON.", "invalid_json")
        self._backend.RaiseEvent(
            pb.RaiseEventRequest(instanceId=instance_id, name=name, input=wrappers_pb2.StringValue(value=text)),
            self._call,
        )
        return _answer(202)

    def _change(self, instance_id: str, verb: str, reason: str) -> WholeResponse:
        refusal = self._not_open(instance_id)
        if verb == "rewind" and refusal is not None and refusal.status == 410:
            refusal = None  # only a failed instance can be rewound; the backend says so
        if refusal is not None:
            return refusal
        text = wrappers_pb2.StringValue(value=json.dumps(reason))
        match verb:
            case "terminate":
                terminate = pb.TerminateRequest(instanceId=instance_id, output=text, recursive=True)
                self._backend.TerminateInstance(terminate, self._call)
            case "suspend":
                self._backend.SuspendInstance(pb.SuspendRequest(instanceId=instance_id, reason=text), self._call)
            case "resume":
                self._backend.ResumeInstance(pb.ResumeRequest(instanceId=instance_id, reason=text), self._call)
            case "rewind":
                rewind = pb.RewindInstanceRequest(instanceId=instance_id, reason=text)
                self._backend.RewindInstance(rewind, self._call)
        return _answer(202)

    def _purge(self, instance_id: str) -> WholeResponse:
        response = self._backend.PurgeInstances(pb.PurgeInstancesRequest(instanceId=instance_id), self._call)
        if response.deletedInstanceCount == 0:
            return _problem(404, "There is no such ended instance.", "instance_not_found")
        return _answer(200, {"instancesDeleted": response.deletedInstanceCount})

    def _restart(self, request: web.BaseRequest, instance_id: str, options: dict[str, str]) -> WholeResponse:
        is_new = options.get("restartWithNewInstanceId", "true").lower() != "false"
        restart = pb.RestartInstanceRequest(instanceId=instance_id, restartWithNewInstanceId=is_new)
        response = self._backend.RestartInstance(restart, self._call)
        return _answer(202, self._links(request, response.instanceId))

    def _start(self, request: web.BaseRequest, name: str, instance_id: str, body: bytes) -> WholeResponse:
        try:
            text = json.dumps(json.loads(body)) if body else None
        except ValueError:
            return _problem(400, "The body is not JSON.", "invalid_json")
        create = pb.CreateInstanceRequest(instanceId=instance_id, name=name)
        if text is not None:
            create.input.value = text
        create.orchestrationIdReusePolicy.replaceableStatus.extend(
            [pb.ORCHESTRATION_STATUS_COMPLETED, pb.ORCHESTRATION_STATUS_FAILED, pb.ORCHESTRATION_STATUS_TERMINATED]
        )
        response = self._backend.StartInstance(create, self._call)
        links = self._links(request, response.instanceId)
        return _answer(202, links, Location=links["statusQueryGetUri"], Retry_After=_RETRY_AFTER_S)


_VERBS = ("terminate", "rewind", "suspend", "resume")
