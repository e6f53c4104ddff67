-- What the SQLite file has, from its sixth version on: see there for what is what.
ALTER TABLE event ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
