-- What the SQLite file has, from its fourth version on: see there for what is what.
CREATE TABLE curator (
  name  TEXT PRIMARY KEY,
  role  TEXT   NOT NULL,
  given TEXT   NOT NULL,
  at    BIGINT NOT NULL
);

CREATE TABLE audit (
  id     BIGSERIAL PRIMARY KEY,
  at     BIGINT  NOT NULL,
  who    TEXT    NOT NULL,
  what   TEXT    NOT NULL,
  file   TEXT    NOT NULL DEFAULT '',
  line   INTEGER NOT NULL DEFAULT 0,
  before TEXT    NOT NULL DEFAULT '',
  after  TEXT    NOT NULL DEFAULT ''
);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_keeps BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
