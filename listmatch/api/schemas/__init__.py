"""Request and response models, one module per resource: camelCase in JSON, snake_case in Python."""
