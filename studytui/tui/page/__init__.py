"""A page and the places in it: values and plain functions, no widgets."""
