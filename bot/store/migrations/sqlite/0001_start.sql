-- What the installation itself needs: today only the salt of hashed user ids.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- What a server chose with /config.
CREATE TABLE settings (
  server    TEXT PRIMARY KEY,
  channels  TEXT    NOT NULL, -- ids, separated by spaces
  every     INTEGER NOT NULL, -- 0 or 1
  private   INTEGER NOT NULL, -- 0 or 1
  language  TEXT    NOT NULL  -- "", "en", "ko"
) WITHOUT ROWID;

-- Questions that got "the sources do not say", or a thumbs-down.
CREATE TABLE question (
  key     TEXT PRIMARY KEY,  -- hash of the normalised text
  text    TEXT    NOT NULL,  -- as it was asked the first time
  unknown INTEGER NOT NULL,  -- times asked and not answered
  first   INTEGER NOT NULL,  -- Unix seconds
  last    INTEGER NOT NULL
) WITHOUT ROWID;

-- One vote a person and question; the last one counts.
CREATE TABLE vote (
  key    TEXT    NOT NULL,
  voter  TEXT    NOT NULL,   -- hashed user id
  up     INTEGER NOT NULL,   -- 0 or 1
  reason TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (key, voter)
) WITHOUT ROWID;
