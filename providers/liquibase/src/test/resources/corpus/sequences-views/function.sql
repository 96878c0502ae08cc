-- the double of a number
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 2 * n; -- so
END;
$$;
