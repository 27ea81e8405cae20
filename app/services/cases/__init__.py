"""Cases: the work lists, one case in full, its clocks, its steps and how they are said."""
