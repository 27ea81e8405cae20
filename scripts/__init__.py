"""What ./run check calls."""
