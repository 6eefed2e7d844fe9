"""What is measured, how, and against what: `python -m bench` prints a table with the targets beside the figures.

Unit: CPU milliseconds a request, server plus database, from the operating system's accounting of the server's own
processes; medians of several rounds. A figure that was not measured in this run is never printed as if it were.
"""
