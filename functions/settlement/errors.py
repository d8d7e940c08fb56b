"""What can be wrong with settling."""

from shared.errors import Conflict, NotFound, Unreadable


class NoInvoice(NotFound):
    code = "no_invoice"
    title = "There is no bill for you yet"


class InvoiceUnknown(NotFound):
    code = "invoice_unknown"
    title = "There is no such bill"


class ReceiptUnknown(NotFound):
    code = "receipt_unknown"
    title = "There is no such receipt"


class SectionsStillOpen(Conflict):
    code = "sections_still_open"
    title = "Silent items are still open"


class LiveSalesUnresolved(Conflict):
    code = "live_sales_unresolved"
    title = "Somebody has to look at live sales first: a paddle is not known, or two stations differ"


class LevelsHeld(Conflict):
    code = "levels_held"
    title = "Somebody has to release the paddle raise first: pledges of a level that is held are on no bill"


class CheckoutAlreadyOpen(Conflict):
    code = "checkout_already_open"
    title = "Checkout is open already"


class PaddleWithoutGuest(Conflict):
    code = "paddle_without_guest"
    title = "A paddle has won and nobody is there to pay"


class NoCard(Conflict):
    code = "no_card"
    title = "There is no card to pay with"


class InvoiceIsPaid(Conflict):
    code = "invoice_is_paid"
    title = "This bill is paid"


class PaymentRunning(Conflict):
    code = "payment_running"
    title = "A payment of this bill is under way"


class WebhookUnsigned(Unreadable):
    code = "signature_invalid"
    title = "The call is not signed, or was signed too long ago"
