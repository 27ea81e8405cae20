"""Settlement orders at the desk."""
