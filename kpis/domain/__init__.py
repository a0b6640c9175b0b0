"""The rules: no clock, no file, no SQL, no word for the screen; imports nothing of the rest."""
