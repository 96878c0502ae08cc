DELETE FROM venues WHERE name LIKE 'file%'; DELETE FROM venues WHERE name LIKE 'at%';
