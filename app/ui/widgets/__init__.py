"""The desk's own widgets; they carry the house's manners, so that every form behaves alike."""
