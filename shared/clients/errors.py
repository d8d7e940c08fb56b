"""What can go wrong at a vendor, in our words. Vendor exceptions never leave `shared/clients/`."""

from __future__ import annotations

from shared.errors import DependencyDown


class VendorError(Exception):
    """Base of all of them. Messages carry no card data, phone numbers or keys."""


class VendorRejected(VendorError):
    """The vendor understood and said no; asking again the same way gets the same answer. Nothing was done."""

    def __init__(self, code: str, message: str, *, status: int) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


class VendorThrottled(VendorError):
    """Too fast; nothing was done. Try again after a pause."""

    def __init__(self, retry_after_s: float | None = None) -> None:
        super().__init__("throttled")
        self.retry_after_s = retry_after_s


class VendorUnavailable(VendorError):
    """No connection came about, so nothing can have been done."""


class VendorOutcomeUnknown(VendorError):
    """A time-out, a cut connection or a 5xx: it may have been done or not."""


class PaymentOutcomeUnknown(VendorOutcomeUnknown):
    """Retrieve the payment by its id before deciding anything."""


class MessageOutcomeUnknown(VendorOutcomeUnknown):
    """The text may be on its way; sending again may send it twice."""


class PaymentDeclined(VendorError):
    """The bank refused this card now. The intent stays open for another attempt."""

    def __init__(self, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(f"{code}/{decline_code}")
        self.code = code
        self.decline_code = decline_code
        self.message = message


class PaymentNeedsAction(VendorError):
    """The bank wants the cardholder: a normal state, settled on a page that uses the client secret."""

    def __init__(self, intent_id: str, client_secret: str, *, status: str) -> None:
        super().__init__(intent_id)
        self.intent_id = intent_id
        self.client_secret = client_secret
        self.status = status


class SignatureInvalid(VendorError):
    """A callback that the vendor did not sign, or signed too long ago."""


class QueuesUnavailable(DependencyDown):
    """Here and not beside the client, so that who only catches it does not load the SDK."""

    code = "queue_unavailable"


class BlobsUnavailable(DependencyDown):
    code = "storage_unavailable"
