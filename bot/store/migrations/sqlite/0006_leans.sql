-- The question before, where a question cannot be read without it.
ALTER TABLE event ADD COLUMN leans_on TEXT NOT NULL DEFAULT '';
