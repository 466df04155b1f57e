"""What the keys of the reading screen do, one concern a file; `ReadingScreen` is made of these parts."""
