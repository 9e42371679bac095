from . import test_weekends
