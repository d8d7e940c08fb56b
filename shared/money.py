"""Money as text. Amounts are integers in minor units everywhere else."""

# Stripe's list of currencies without minor units
_WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "SGD": "S$", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$"}


def format_money(cents: int, currency: str) -> str:
    """$600, $1,634.10, CHF 25.50: minor units only where there are some, as one says it."""
    symbol = _SYMBOLS.get(currency)
    return f"{'-' if cents < 0 else ''}{symbol or currency + ' '}{_digits(abs(cents), currency, always_minor=False)}"


def format_money_exact(cents: int, currency: str) -> str:
    """USD 1,634.10: for documents, in characters that every font has."""
    return f"{'-' if cents < 0 else ''}{currency} {_digits(abs(cents), currency, always_minor=True)}"


def _digits(cents: int, currency: str, *, always_minor: bool) -> str:
    if currency in _WHOLE:
        return f"{cents:,}"
    whole, minor = divmod(cents, 100)
    return f"{whole:,}.{minor:02}" if minor or always_minor else f"{whole:,}"
