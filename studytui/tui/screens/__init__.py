"""The screens: reading, and the modals that lie over it."""
