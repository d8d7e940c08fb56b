"""What is refused before the app is asked: by the front door, and by the Functions host itself."""

from shared.errors import AppError, DependencyDown, InternalError, NotFound


class HostDown(DependencyDown):
    code = "host_down"
    title = "The server is starting or has stopped"


class HostFailed(AppError):
    """It may have acted: writes carry an idempotency key, so asking again is safe."""

    code = "host_failed"
    status = 502
    title = "The server did not finish its answer"


class RouteNotFound(NotFound):
    code = "route_not_found"
    title = "Nothing answers at this address with this method"


class AddressTooLong(AppError):
    code = "address_too_long"
    status = 414
    title = "The address is too long"


class RequestTooSlow(AppError):
    code = "request_too_slow"
    status = 408
    title = "The request took too long to arrive; please try again"


class HeadersTooLarge(AppError):
    code = "headers_too_large"
    status = 431
    title = "A header is too long, or there are too many"


class AccessKeyWrong(AppError):
    code = "access_key_wrong"
    status = 401
    title = "The key of this function is missing or wrong"


class FunctionFailed(InternalError):
    code = "function_failed"
    title = "The function failed; its log tells why"


class OutputNotSent(InternalError):
    code = "output_not_sent"
    title = "An output of the function could not be sent"


class ResponseInvalid(InternalError):
    code = "invalid_response"
    title = "The function's response cannot be sent; its log tells why"
