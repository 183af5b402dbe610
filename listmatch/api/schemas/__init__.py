"""The shapes of requests and answers, one module per noun. camelCase outside, snake_case inside."""
