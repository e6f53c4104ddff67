-- What a question followed up, so that it can be asked again as it was meant.
ALTER TABLE event ADD COLUMN earlier TEXT NOT NULL DEFAULT ''; -- see Event.Before
