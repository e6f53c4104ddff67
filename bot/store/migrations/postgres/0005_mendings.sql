-- What the SQLite file has, from its fifth version on: see there for what is what.
CREATE TABLE mending (
  id      BIGSERIAL PRIMARY KEY,
  topic   TEXT    NOT NULL,
  version INTEGER NOT NULL,
  at      BIGINT  NOT NULL,
  who     TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  what    TEXT    NOT NULL,
  edits   TEXT    NOT NULL DEFAULT '',
  undone  BIGINT  NOT NULL DEFAULT 0,
  undoer  TEXT    NOT NULL DEFAULT '',
  UNIQUE (topic, version)
);
CREATE INDEX event_changed ON event (kind, at);
