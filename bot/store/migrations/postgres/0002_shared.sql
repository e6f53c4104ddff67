-- What the SQLite file has, from its second version on: see there for what is what.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE event (
  id         BIGSERIAL PRIMARY KEY,
  key        TEXT    NOT NULL,
  text       TEXT    NOT NULL,
  kind       INTEGER NOT NULL,
  times      INTEGER NOT NULL DEFAULT 1,
  server     TEXT    NOT NULL DEFAULT '',
  surface    TEXT    NOT NULL DEFAULT '',
  asker      TEXT    NOT NULL DEFAULT '',
  message    TEXT    NOT NULL DEFAULT '',
  answer     TEXT    NOT NULL DEFAULT '',
  status     TEXT    NOT NULL DEFAULT '',
  confidence DOUBLE PRECISION NOT NULL DEFAULT 0,
  evidence   TEXT    NOT NULL DEFAULT '',
  reason     TEXT    NOT NULL DEFAULT '',
  at         BIGINT  NOT NULL
);
CREATE INDEX event_key ON event (key);
CREATE INDEX event_asker ON event (asker);
CREATE INDEX event_server ON event (server, at);
CREATE UNIQUE INDEX event_vote ON event (key, asker) WHERE kind IN (1, 2) AND asker <> '';

CREATE TABLE settings (
  server TEXT PRIMARY KEY,
  value  TEXT    NOT NULL,
  days   INTEGER NOT NULL
);

CREATE TABLE pending (
  id      TEXT PRIMARY KEY,
  owner   TEXT    NOT NULL,
  lease   BIGINT  NOT NULL,
  done    INTEGER NOT NULL DEFAULT 0,
  tries   INTEGER NOT NULL DEFAULT 1,
  body    TEXT    NOT NULL,
  answers TEXT    NOT NULL DEFAULT '',
  at      BIGINT  NOT NULL
);
CREATE INDEX pending_lease ON pending (done, lease);
CREATE INDEX pending_at ON pending (at);

CREATE TABLE refused (
  channel TEXT PRIMARY KEY,
  server  TEXT    NOT NULL,
  status  INTEGER NOT NULL,
  at      BIGINT  NOT NULL
);
