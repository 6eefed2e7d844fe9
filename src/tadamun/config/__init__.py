"""Settings, routes, the server's entry points and the commands: the only place that knows every room."""
