"""The queues of what waits before there is a case, and the folder it arrives in."""
