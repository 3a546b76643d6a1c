"""Measurements: ``make bench`` prints them. Nothing here is a test; ratios within one run are what carries over."""
