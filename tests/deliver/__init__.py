"""How a served feed is seen and judged."""
