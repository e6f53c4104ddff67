-- What several processes need to serve one bot, and a row for each event in the place
-- of counts, so that who asked can take it back and old ones can go.

CREATE TABLE event (
  id         INTEGER PRIMARY KEY,
  key        TEXT    NOT NULL,            -- hash of the normalised question
  text       TEXT    NOT NULL,            -- of the question
  kind       INTEGER NOT NULL,            -- see Kind
  times      INTEGER NOT NULL DEFAULT 1,  -- of version 1: how often
  server     TEXT    NOT NULL DEFAULT '',
  surface    TEXT    NOT NULL DEFAULT '',
  asker      TEXT    NOT NULL DEFAULT '', -- hashed id of who asked or voted
  message    TEXT    NOT NULL DEFAULT '', -- id of the answer
  answer     TEXT    NOT NULL DEFAULT '',
  status     TEXT    NOT NULL DEFAULT '',
  confidence REAL    NOT NULL DEFAULT 0,
  evidence   TEXT    NOT NULL DEFAULT '', -- "kobiz-2025:26 variety-2015:3"
  reason     TEXT    NOT NULL DEFAULT '',
  at         INTEGER NOT NULL             -- Unix seconds
);
INSERT INTO event (key, text, kind, times, at)
  SELECT key, text, 0, unknown, last FROM question WHERE unknown > 0;
INSERT INTO event (key, text, kind, asker, reason, at)
  SELECT v.key, coalesce(q.text, ''), CASE v.up WHEN 1 THEN 1 ELSE 2 END, v.voter, v.reason, v.at
  FROM vote v LEFT JOIN question q ON q.key = v.key;
DROP TABLE question;
DROP TABLE vote;
CREATE INDEX event_key ON event (key);
CREATE INDEX event_asker ON event (asker);
CREATE INDEX event_server ON event (server, at);
CREATE UNIQUE INDEX event_vote ON event (key, asker) WHERE kind IN (1, 2) AND asker <> '';

ALTER TABLE settings RENAME TO settings_1;
CREATE TABLE settings (
  server TEXT PRIMARY KEY,
  value  TEXT    NOT NULL, -- Settings as JSON
  days   INTEGER NOT NULL  -- that questions are kept; 0: as everywhere
) WITHOUT ROWID;
INSERT INTO settings (server, value, days)
  SELECT server, json_object('channels', CASE channels WHEN '' THEN json('[]') ELSE json('["' || replace(channels, ' ', '","') || '"]') END,
    'every', json(CASE every WHEN 0 THEN 'false' ELSE 'true' END),
    'private', json(CASE private WHEN 0 THEN 'false' ELSE 'true' END), 'language', language), 0
  FROM settings_1;
DROP TABLE settings_1;

-- The salt was a blob.
UPDATE meta SET value = hex(value) WHERE key = 'salt';

-- Questions being answered, and those just answered.
CREATE TABLE pending (
  id      TEXT PRIMARY KEY,           -- of the message or the interaction
  owner   TEXT    NOT NULL,           -- the process that answers it
  lease   INTEGER NOT NULL,           -- until when the owner is believed to live, Unix milliseconds
  done    INTEGER NOT NULL DEFAULT 0, -- 0 or 1
  tries   INTEGER NOT NULL DEFAULT 1,
  body    TEXT    NOT NULL,           -- the event; empty when it is answered
  answers TEXT    NOT NULL DEFAULT '',-- ids of the messages that answer it
  at      INTEGER NOT NULL            -- Unix seconds
) WITHOUT ROWID;
CREATE INDEX pending_lease ON pending (done, lease);
CREATE INDEX pending_at ON pending (at);

-- Channels that Discord refused an answer in.
CREATE TABLE refused (
  channel TEXT PRIMARY KEY,
  server  TEXT    NOT NULL,
  status  INTEGER NOT NULL,
  at      INTEGER NOT NULL
) WITHOUT ROWID;
