"""Benchmarks: us and the floor beneath us, side by side in one run, as ratios. `make bench`."""
