-- Who may work in the curators' pages.
CREATE TABLE curator (
  name  TEXT PRIMARY KEY,
  role  TEXT    NOT NULL, -- "reads", "mends", "administers"
  given TEXT    NOT NULL, -- who gave it; empty: the operator
  at    INTEGER NOT NULL  -- Unix seconds
) WITHOUT ROWID;

-- What they changed. Lines are added and never changed or taken away.
CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,            -- Unix seconds
  who    TEXT    NOT NULL,
  what   TEXT    NOT NULL,
  file   TEXT    NOT NULL DEFAULT '', -- of the knowledge base
  line   INTEGER NOT NULL DEFAULT 0,  -- from 1; 0: the whole file
  before TEXT    NOT NULL DEFAULT '',
  after  TEXT    NOT NULL DEFAULT ''
);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
