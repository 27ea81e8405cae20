"""The parts of the window's frame: rail, top bar, tabs, key bar."""
