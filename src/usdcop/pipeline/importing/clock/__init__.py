"""By which clock the stamps of a file were written, decided from its rows alone (``docs/adr/0038``).

``shifts.decided`` is the way in: ``days``, ``half_hours`` and ``overlap`` are the facts, ``evidence`` scores them by
``wall_clocks``, ``stretches`` finds the likeliest, and ``early_rows`` settles feeds of sessions that have two writers.
"""
