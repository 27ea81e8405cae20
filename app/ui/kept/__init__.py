"""What lies unfinished on this computer, offered to its author."""
