"""A stand-in for Twilio's Messages API, with a page that shows every text."""

from onebox.twilio.running import RunningTwilio, running_twilio

__all__ = ["RunningTwilio", "running_twilio"]
