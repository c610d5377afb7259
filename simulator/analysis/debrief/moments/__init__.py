"""Moments worth talking about: rules over the log, each a small function that proposes some, and the choice of five."""
