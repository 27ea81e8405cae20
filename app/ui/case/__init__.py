"""The case page: one case in full, its next steps and the dialogs that take them."""
