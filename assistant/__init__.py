"""Assistant Territoires d'industrie: questions in French, answers whose every sentence is proved by the passage it cites."""

__version__ = "0.1.0"
