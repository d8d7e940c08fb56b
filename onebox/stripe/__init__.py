"""A stateful stand-in for the part of Stripe's v1 API that the app calls."""

from onebox.stripe.running import RunningStripe, running_stripe
from onebox.stripe.webhooks import WebhookEndpoint

__all__ = ["RunningStripe", "WebhookEndpoint", "running_stripe"]
