"""The real program for the benchmarks, as the end-to-end tests start it."""

from tests.end_to_end.conftest import aws, data_folder, use_program

__all__ = ["aws", "data_folder", "use_program"]
