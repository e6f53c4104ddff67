package reading
