"""What can be wrong with a callback."""

from shared.errors import Unreadable


class CallbackUnsigned(Unreadable):
    code = "callback_unsigned"
    title = "The call is not signed"
