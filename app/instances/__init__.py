"""Running processes: the only caller of app.engine. Loads, steps, saves and announces in one transaction."""
