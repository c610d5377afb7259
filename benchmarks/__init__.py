"""How fast Hotwash is, beside the SimPy floor and a peer. Nothing here is a test: see README.md."""
