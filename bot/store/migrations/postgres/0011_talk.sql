-- What a follow-up goes on from where the surface cannot read it: the newest question of a conversation, sealed.
CREATE TABLE talk (
  key    TEXT PRIMARY KEY, -- hashed
  asker  TEXT   NOT NULL,  -- hashed
  sealed BYTEA  NOT NULL,
  at     BIGINT NOT NULL   -- Unix seconds
);
CREATE INDEX talk_at ON talk (at);
ALTER TABLE talk SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);

-- Which of several knowledge bases gave an answer that was voted on.
ALTER TABLE event ADD COLUMN base TEXT NOT NULL DEFAULT '';
