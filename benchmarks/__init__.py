"""Measurements of Broadsheet on this machine: `make bench`, or `python -m benchmarks NAME`."""
