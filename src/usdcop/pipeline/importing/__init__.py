"""Import of bar files: read in two passes, first to say what the file is, then to hand over its rows.

``read.read_file`` is the way in. Nothing is written here, and memory does not grow with the file.
"""
