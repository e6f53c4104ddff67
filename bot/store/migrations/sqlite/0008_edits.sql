-- Where a question was asked, "server/channel", so that one that was edited while nobody ran is found.
ALTER TABLE pending ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- Notices that were given, so that of several processes one gives each.
CREATE TABLE notice (
  key TEXT PRIMARY KEY,
  at  INTEGER NOT NULL -- Unix seconds
) WITHOUT ROWID;

-- Who had what is kept of him deleted, so that every process forgets what it remembers of him.
CREATE TABLE forgotten (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  asker TEXT NOT NULL,
  at    INTEGER NOT NULL -- Unix microseconds
);
