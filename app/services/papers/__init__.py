"""Papers at the desk: which a case is due, what stands on them, number and issue, service, the register."""
