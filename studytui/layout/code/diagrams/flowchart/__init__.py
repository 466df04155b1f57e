"""Flowcharts: read, laid out in layers, and drawn so that every line of the drawing can be followed."""
