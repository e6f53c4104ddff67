-- Where a question was asked, "server/channel", so that one that was edited while nobody ran is found.
ALTER TABLE pending ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- Notices that were given, so that of several processes one gives each.
CREATE TABLE notice (
  key TEXT PRIMARY KEY,
  at  INTEGER NOT NULL -- Unix seconds
) WITHOUT ROWID;
