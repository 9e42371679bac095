"""A busy machine must not fail a property: no example has a time limit."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
