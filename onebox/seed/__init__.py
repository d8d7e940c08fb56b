"""Galas made up for a onebox: a demo to click through, and a whole evening for `make gala`."""
