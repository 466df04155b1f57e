"""Images in the reader: found and measured for the layout, decoded in a worker, drawn as the terminal can."""
