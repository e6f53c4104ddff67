-- What a member says of an answer under "Not right?", for the curators' queue.
ALTER TABLE event ADD COLUMN complaint TEXT NOT NULL DEFAULT '';    -- see Complaint; empty: a thumbs-down alone
ALTER TABLE event ADD COLUMN place     TEXT NOT NULL DEFAULT '';    -- where it says what is right, as typed
ALTER TABLE event ADD COLUMN settled   INTEGER NOT NULL DEFAULT 0;  -- when a curator was done with it, Unix seconds; 0: not yet
CREATE INDEX event_queue ON event (kind, settled, id);
