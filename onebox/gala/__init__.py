"""`make gala`: a whole evening through the public API, on a clock that runs about 60 times as fast."""
