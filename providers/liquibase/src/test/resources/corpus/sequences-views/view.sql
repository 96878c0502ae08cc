SELECT id, name FROM venues WHERE id > 0
