-- What the SQLite file has, from its eighth version on: see there for what is what.
ALTER TABLE pending ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE TABLE notice (
  key TEXT PRIMARY KEY,
  at  BIGINT NOT NULL
);

CREATE TABLE forgotten (
  id    BIGSERIAL PRIMARY KEY,
  asker TEXT NOT NULL,
  at    BIGINT NOT NULL
);
