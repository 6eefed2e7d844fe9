"""From a full basket to a settled sale."""
