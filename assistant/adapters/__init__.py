"""The outside world, one library a module: files, models, stores and servers. Nothing else names their types."""
