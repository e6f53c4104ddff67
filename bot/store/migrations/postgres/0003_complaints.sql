-- What the SQLite file has, from its third version on: see there for what is what.
ALTER TABLE event ADD COLUMN complaint TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN place     TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN settled   BIGINT NOT NULL DEFAULT 0;
CREATE INDEX event_queue ON event (kind, settled, id);
