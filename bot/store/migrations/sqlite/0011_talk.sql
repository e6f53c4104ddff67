-- What a follow-up goes on from where the surface cannot read it: the newest question of a conversation, sealed.
CREATE TABLE talk (
  key    TEXT PRIMARY KEY, -- hashed
  asker  TEXT    NOT NULL, -- hashed
  sealed BLOB    NOT NULL,
  at     INTEGER NOT NULL  -- Unix seconds
) WITHOUT ROWID;
CREATE INDEX talk_at ON talk (at);

-- Which of several knowledge bases gave an answer that was voted on.
ALTER TABLE event ADD COLUMN base TEXT NOT NULL DEFAULT '';
