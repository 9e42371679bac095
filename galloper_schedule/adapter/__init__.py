"""Between the database and the planner, a room a feature.

What is fetched goes one way: ``tools`` ← ``whereabouts`` ← ``facts`` ← ``plan`` ←
``log`` ← ``actions`` ← ``screen`` ← ``team``; ``replay``, ``learning`` and ``privacy``
stand beside them. A room imports what is before it, never what is after it: see
``tests/unit/test_rooms.py``.
"""
