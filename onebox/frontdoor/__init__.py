"""What Azure Front Door does in the cloud: one origin for the website, the API and the pictures."""

from onebox.frontdoor.server import FrontDoor, running_frontdoor

__all__ = ["FrontDoor", "running_frontdoor"]
