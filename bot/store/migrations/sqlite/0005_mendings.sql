-- What curators did about groups of questions: see Mending.
CREATE TABLE mending (
  id      INTEGER PRIMARY KEY,
  topic   TEXT    NOT NULL,            -- key of the group's first question
  version INTEGER NOT NULL,            -- from 1, one more with each of the group
  at      INTEGER NOT NULL,            -- Unix seconds
  who     TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  what    TEXT    NOT NULL,
  edits   TEXT    NOT NULL DEFAULT '', -- JSON, of bot/review
  undone  INTEGER NOT NULL DEFAULT 0,  -- Unix seconds; 0: it stands
  undoer  TEXT    NOT NULL DEFAULT '',
  UNIQUE (topic, version)
);
-- Votes are changed in their place: what has changed since is found by time.
CREATE INDEX event_changed ON event (kind, at);
