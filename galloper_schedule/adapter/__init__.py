"""Between the database and the planner, a room a feature.

What is fetched goes one way: ``tools`` ← ``whereabouts`` ← ``calling`` ← ``numbers``
← ``facts`` ← ``plan`` ← ``log`` ← ``actions`` ← ``refusal`` ← ``screen`` ← ``team``;
``replay``, ``learning`` and ``privacy`` stand beside them. A room imports what is
before it, never what is after it: see ``tests/unit/test_rooms.py``.
"""
