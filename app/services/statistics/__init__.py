"""The office's figures: formed as the registry declares, each over exactly what the asking person may see."""
