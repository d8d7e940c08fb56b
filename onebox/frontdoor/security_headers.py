"""The headers that every answer of the website carries."""

from collections.abc import Iterable

# Stripe.js must come from Stripe, and opens its card fields and 3-D Secure in frames of its own.
STRIPE_SCRIPTS = "https://js.stripe.com"
STRIPE_FRAMES = "https://js.stripe.com https://hooks.stripe.com"
STRIPE_API = "https://api.stripe.com"


def content_security_policy(connect_origins: Iterable[str], picture_origins: Iterable[str]) -> str:
    """Nothing from elsewhere except the room service, pictures in Blob Storage, and Stripe."""
    connect = [form for origin in connect_origins for form in (origin, origin.replace("http", "ws", 1))]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {STRIPE_SCRIPTS}",
            "style-src 'self' 'unsafe-inline'",  # Mantine writes its theme into <style>; a static page has no nonce
            " ".join(("img-src 'self' data: blob:", *picture_origins)),
            "font-src 'self'",
            "media-src 'self'",
            " ".join(("connect-src 'self'", STRIPE_API, *connect)),
            f"frame-src {STRIPE_FRAMES}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def page_headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",  # a guest's personal link is a secret
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(self)",  # camera: check-in scans
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }


PICTURE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",  # an SVG must not run scripts
    "X-Content-Type-Options": "nosniff",
}
