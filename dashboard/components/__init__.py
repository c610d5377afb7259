"""The parts of a page that are painted by our own JavaScript: each is registered once, and only loads its module."""
