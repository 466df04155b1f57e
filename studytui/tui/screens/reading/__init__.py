"""The main screen: one concern a file with its keys, as a part that `ReadingScreen` has."""
