-- What the SQLite file has, from its sixth version on.
ALTER TABLE event ADD COLUMN leans_on TEXT NOT NULL DEFAULT '';
