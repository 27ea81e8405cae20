"""Papers on the window: the register, a paper with its fields and preview, printing, service."""
