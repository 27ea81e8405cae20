"""Places in a recording, as people read them."""


def clock_words(position_ms: int) -> str:
    """Say a place in a recording: ``01:23``, from one hour on ``1:02:03``."""
    minutes, seconds = divmod(position_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
