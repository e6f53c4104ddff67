-- A member votes in each server for itself: what he says in one is nothing to the others.
DROP INDEX event_vote;
CREATE UNIQUE INDEX event_vote ON event (key, asker, server) WHERE kind IN (1, 2) AND asker <> '';
