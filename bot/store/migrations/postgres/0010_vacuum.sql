-- What was forgotten, and the messages of questions that are answered, are freed within a minute or so, however
-- little that is of a table: by the server's own measure a fifth of it would have to go first.
ALTER TABLE event SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);
ALTER TABLE pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);
