"""`@app.retry`: the runtime only declares the policy, the host repeats the invocation."""

import asyncio
from typing import Any

from onebox.functions_host.worker import Function, FunctionApp, InvocationResult


async def invoke_with_retries(
    app: FunctionApp, function: Function, inputs: list[tuple[str, Any]], metadata: dict[str, Any]
) -> InvocationResult:
    """Invoke, and again after a failure as often as the function's policy says (-1: without end)."""
    policy = function.retry
    result = await app.invoke(
        function, inputs, metadata, max_retry_count=policy.max_retry_count if policy is not None else 0
    )
    attempt = 0
    while not result.ok and policy is not None and (policy.max_retry_count < 0 or attempt < policy.max_retry_count):
        attempt += 1
        await asyncio.sleep(policy.delay_s(attempt))
        result = await app.invoke(
            function, inputs, metadata, retry_count=attempt, max_retry_count=policy.max_retry_count
        )
    return result
