package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SQL is a Backend in a database: a file of SQLite's, or PostgreSQL. Both speak the
// statements below; what they do not share is in sqlite.go and postgres.go.
type SQL struct{ database }

// A database is what the queries stand on: transactions, errors that say what was being done,
// and the schema's versions.
type database struct {
	db *sql.DB
	// version reads, and setVersion writes, the number of the last migration.
	version    func(context.Context, *sql.Tx) (int, error)
	setVersion func(context.Context, *sql.Tx, int) error
	migrations string // the folder
	// scrub takes what was deleted out of the files, too.
	scrub func(context.Context) error
}

var _ Backend = (*SQL)(nil)

//go:embed migrations
var migrations embed.FS

// migrate runs the migrations that the database has not seen, each in a transaction with
// its number, so that a kill between two leaves a whole schema.
func (d *database) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/"+d.migrations+"/*.sql")
	if err != nil {
		return err
	}
	newest := 0
	for _, name := range names { // sorted: 0001_…, 0002_…
		number, _, _ := strings.Cut(path.Base(name), "_")
		n, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("%s: the name must begin with a number", name)
		}
		if err := d.step(ctx, name, n); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		newest = n
	}
	return d.tx(ctx, func(tx *sql.Tx) error {
		version, err := d.version(ctx, tx)
		if err == nil && version > newest {
			return fmt.Errorf("a later hapjak wrote this (version %d, this one knows %d): run that one", version, newest)
		}
		return err
	})
}

// step runs one migration unless the database has seen it.
func (d *database) step(ctx context.Context, name string, n int) error {
	return d.tx(ctx, func(tx *sql.Tx) error {
		version, err := d.version(ctx, tx)
		if err != nil || version >= n {
			return err
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return err
		}
		return d.setVersion(ctx, tx, n)
	})
}

func (d *database) tx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// exec runs one statement and returns how many rows it changed.
func (d *database) exec(ctx context.Context, what, query string, args ...any) (int64, error) {
	r, err := d.db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("store: %s: %w", what, err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("store: %s: %w", what, err)
	}
	return n, nil
}

// list runs a query, and scan for each row.
func (d *database) list(ctx context.Context, what string, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := d.db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("store: %s: %w", what, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	return nil
}

// Settings returns the settings of a server.
func (s *SQL) Settings(ctx context.Context, server string) (v Settings, err error) {
	var text string
	err = s.db.QueryRowContext(ctx, "SELECT value FROM settings WHERE server = $1", server).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return v, nil
	}
	if err == nil {
		v, err = readSettings(text)
	}
	if err != nil {
		return Settings{}, fmt.Errorf("store: reading settings: %w", err)
	}
	return v, nil
}

func readSettings(text string) (v Settings, err error) {
	err = json.Unmarshal([]byte(text), &v)
	if len(v.Channels) == 0 {
		v.Channels = nil
	}
	if len(v.Bases) == 0 {
		v.Bases = nil
	}
	return v, err
}

// ChangeSettings changes the settings of a server, unless change refuses.
func (s *SQL) ChangeSettings(ctx context.Context, server string, change func(*Settings) error) (v Settings, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var text string
		// An update of nothing: whoever else changes them waits until this transaction has ended.
		err := tx.QueryRowContext(ctx, `INSERT INTO settings (server, value, days) VALUES ($1, '{}', 0)
			ON CONFLICT (server) DO UPDATE SET days = settings.days RETURNING value`, server).Scan(&text)
		if err == nil {
			v, err = readSettings(text)
		}
		if err == nil {
			err = change(&v)
		}
		if err != nil {
			return err
		}
		out, err := json.Marshal(v)
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE settings SET value = $2, days = $3 WHERE server = $1", server, string(out), v.Days)
		}
		return err
	})
	if err != nil {
		return Settings{}, fmt.Errorf("store: writing settings: %w", err)
	}
	return v, nil
}

// Record remembers an event. A vote takes the place of the voter's last on the question in that server;
// what he typed beside that stays until he types something else.
func (s *SQL) Record(ctx context.Context, e Event) error {
	conflict := ""
	if (e.Kind == Up || e.Kind == Down) && e.Asker != "" {
		conflict = ` ON CONFLICT (key, asker, server) WHERE kind IN (1, 2) AND asker <> '' DO UPDATE SET
			kind = excluded.kind, reason = excluded.reason, message = excluded.message, answer = excluded.answer,
			status = excluded.status, confidence = excluded.confidence, evidence = excluded.evidence, at = excluded.at,
			complaint = excluded.complaint, place = excluded.place, earlier = excluded.earlier, base = excluded.base, settled = 0`
		if e.Kind == Down && e.Complaint == "" && e.Reason == "" && e.Place == "" {
			conflict += " WHERE event.kind <> excluded.kind"
		}
	}
	_, err := s.exec(ctx, "recording", `INSERT INTO event
		(key, text, kind, server, surface, asker, message, answer, status, confidence, evidence, reason, at, complaint, place, earlier, base)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`+conflict,
		key(e.Question), e.Question, int(e.Kind), e.Server, e.Surface, e.Asker, e.Message, e.Answer, e.Status, e.Confidence, e.Evidence, e.Reason, e.At.Unix(),
		string(e.Complaint), e.Place, e.Before, e.Base)
	return err
}

const eventColumns = "id, text, kind, times, server, surface, asker, message, answer, status, confidence, evidence, reason, at, complaint, place, earlier, base, settled"

func scanEvent(rows *sql.Rows) (Event, error) {
	var e Event
	var at, settled int64
	err := rows.Scan(&e.ID, &e.Question, &e.Kind, &e.Times, &e.Server, &e.Surface, &e.Asker, &e.Message, &e.Answer, &e.Status, &e.Confidence, &e.Evidence, &e.Reason, &at,
		&e.Complaint, &e.Place, &e.Before, &e.Base, &settled)
	if e.At = time.Unix(at, 0); settled > 0 {
		e.Settled = time.Unix(settled, 0)
	}
	return e, err
}

// Events lists what was recorded, the newest first.
func (s *SQL) Events(ctx context.Context, f Filter) ([]Event, error) {
	if f.Limit <= 0 {
		f.Limit = maxListed
	}
	if f.Before <= 0 {
		f.Before = 1<<63 - 1
	}
	var out []Event
	err := s.list(ctx, "reading events", func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		out = append(out, e)
		return err
	}, "SELECT "+eventColumns+" FROM event WHERE ($1 = '' OR asker = $1) AND ($2 = '' OR server = $2) AND id < $3 ORDER BY id DESC LIMIT $4",
		f.Asker, f.Server, f.Before, f.Limit)
	return out, err
}

// Questions lists the questions, the most asked first.
func (s *SQL) Questions(ctx context.Context, limit int) ([]Question, error) {
	if limit <= 0 {
		limit = 1 << 31
	}
	by := map[string]*Question{}
	var keys []string
	err := s.list(ctx, "reading questions", func(rows *sql.Rows) error {
		var q Question
		var k string
		var first, last int64
		if err := rows.Scan(&k, &q.Text, &q.Unknown, &q.Down, &first, &last); err != nil {
			return err
		}
		q.First, q.Last = time.Unix(first, 0), time.Unix(last, 0)
		by[k], keys = &q, append(keys, k)
		return nil
	}, `SELECT e.key, (SELECT f.text FROM event f WHERE f.key = e.key ORDER BY f.id LIMIT 1),
		sum(CASE kind WHEN 0 THEN times ELSE 0 END), count(DISTINCT CASE kind WHEN 2 THEN CASE asker WHEN '' THEN 'nobody ' || id ELSE asker END END), min(at), max(at)
		FROM event e WHERE kind IN (0, 2) GROUP BY e.key ORDER BY sum(times) DESC, 2 LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	err = s.list(ctx, "reading reasons", func(rows *sql.Rows) error {
		var k, reason string
		err := rows.Scan(&k, &reason)
		if q := by[k]; q != nil {
			q.Reasons = append(q.Reasons, reason)
		}
		return err
	}, "SELECT key, reason FROM event WHERE kind = 2 AND reason <> '' ORDER BY at, id")
	var out []Question
	for _, k := range keys {
		out = append(out, *by[k])
	}
	// The databases sort texts by their locale.
	slices.SortStableFunc(out, func(a, b Question) int {
		if n := (b.Unknown + b.Down) - (a.Unknown + a.Down); n != 0 {
			return n
		}
		return strings.Compare(a.Text, b.Text)
	})
	return out, err
}

// Queue lists the votes that say what is wrong, the oldest first.
func (s *SQL) Queue(ctx context.Context, server string, all bool, limit int) ([]Event, error) {
	if limit <= 0 {
		limit = 1 << 31
	}
	settled := 0
	if all {
		settled = 1
	}
	var out []Event
	err := s.list(ctx, "reading complaints", func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		out = append(out, e)
		return err
	}, "SELECT "+eventColumns+` FROM event WHERE kind = 2 AND (complaint <> '' OR reason <> '' OR place <> '') AND (settled = 0 OR $1 = 1) AND ($2 = '' OR server = $2)
		ORDER BY id LIMIT $3`, settled, server, limit)
	return out, err
}

// Settle takes a complaint off the queue.
func (s *SQL) Settle(ctx context.Context, server string, id int64, now time.Time) (bool, error) {
	n, err := s.exec(ctx, "settling a complaint", "UPDATE event SET settled = $2 WHERE id = $1 AND kind = 2 AND settled = 0 AND ($3 = '' OR server = $3)", id, now.Unix(), server)
	return n == 1, err
}

// Forget deletes what is kept of an asker.
func (s *SQL) Forget(ctx context.Context, asker string) (int, error) {
	// Entered first: what another process records from then on it has asked about.
	if _, err := s.exec(ctx, "forgetting", "INSERT INTO forgotten (asker, at) VALUES ($1, $2)", asker, time.Now().UnixMicro()); err != nil {
		return 0, err
	}
	n, err := s.exec(ctx, "forgetting", "DELETE FROM event WHERE asker = $1 AND asker <> ''", asker)
	if err == nil {
		_, err = s.exec(ctx, "forgetting", "DELETE FROM talk WHERE asker = $1", asker)
	}
	if err == nil {
		err = s.scrub(ctx)
	}
	return int(n), err
}

// Forgotten lists the askers that were forgotten after an ID, with the newest ID.
func (s *SQL) Forgotten(ctx context.Context, after int64) (list []Forgotten, newest int64, err error) {
	newest = after
	err = s.list(ctx, "reading who was forgotten", func(rows *sql.Rows) error {
		var f Forgotten
		var at int64
		err := rows.Scan(&newest, &f.Asker, &at)
		f.At = time.UnixMicro(at)
		list = append(list, f)
		return err
	}, "SELECT id, asker, at FROM forgotten WHERE id > $1 ORDER BY id", after)
	return list, newest, err
}

// Talk returns what was said last of a conversation, unless that was before a time.
func (s *SQL) Talk(ctx context.Context, key string, since time.Time) (sealed []byte, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT sealed FROM talk WHERE key = $1 AND at >= $2", key, since.Unix()).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: reading a talk: %w", err)
	}
	return sealed, nil
}

// SetTalk keeps what was said last, and lets go what is older than a time.
func (s *SQL) SetTalk(ctx context.Context, t Talk, since time.Time) error {
	_, err := s.exec(ctx, "keeping a talk", "DELETE FROM talk WHERE at < $1", since.Unix())
	if err == nil {
		_, err = s.exec(ctx, "keeping a talk", `INSERT INTO talk (key, asker, sealed, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (key) DO UPDATE SET asker = excluded.asker, sealed = excluded.sealed, at = excluded.at`, t.Key, t.Asker, t.Sealed, t.At.Unix())
	}
	return err
}

// Prune deletes what is too old or too much.
func (s *SQL) Prune(ctx context.Context, now time.Time, days, most int) error {
	_, err := s.exec(ctx, "pruning", `DELETE FROM event WHERE at < $1 - 86400 * coalesce(
		(SELECT days FROM settings WHERE settings.server = event.server AND days > 0), $2)`, now.Unix(), days)
	if err == nil {
		_, err = s.exec(ctx, "pruning", `DELETE FROM event WHERE id IN (SELECT id FROM
			(SELECT id, row_number() OVER (PARTITION BY server ORDER BY id DESC) AS n FROM event) AS numbered WHERE n > $1)`, most)
	}
	if err == nil {
		_, err = s.exec(ctx, "pruning", "DELETE FROM pending WHERE at < $1 AND done = 1 AND answers = '' OR at < $2 AND done = 0 OR at < $3",
			now.Add(-keepPending).Unix(), now.Add(-keepLost).Unix(), now.Add(-KeepAnswers).Unix())
	}
	if err == nil {
		_, err = s.exec(ctx, "pruning", "DELETE FROM notice WHERE at < $1", now.Add(-KeepAnswers).Unix())
	}
	if err == nil {
		_, err = s.exec(ctx, "pruning", "DELETE FROM forgotten WHERE at < $1", now.Add(-keepPending).UnixMicro())
	}
	if err == nil {
		_, err = s.exec(ctx, "pruning", "DELETE FROM talk WHERE at < $1", now.Add(-KeepTalk).Unix())
	}
	if err == nil {
		err = s.scrub(ctx)
	}
	return err
}

// Begin enters questions as being answered, in one statement, and says which were new.
func (s *SQL) Begin(ctx context.Context, list ...Pending) (fresh []bool, err error) {
	var rows []string
	var args []any
	for _, p := range list {
		fields := p.fields()
		marks := make([]string, len(fields))
		for i := range fields {
			marks[i] = fmt.Sprintf("$%d", len(args)+i+1)
		}
		rows, args = append(rows, "("+strings.Join(marks, ", ")+")"), append(args, fields...)
	}
	entered := map[string]bool{}
	err = s.list(ctx, "beginning", func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		entered[id] = true
		return err
	}, beginning+strings.Join(rows, ", ")+already+" RETURNING id", args...)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		fresh = append(fresh, entered[p.ID])
		delete(entered, p.ID)
	}
	return fresh, nil
}

const (
	beginning = "INSERT INTO pending (id, owner, lease, body, at, place, why) VALUES "
	already   = " ON CONFLICT (id) DO NOTHING"
)

func (p Pending) fields() []any {
	return []any{p.ID, p.Owner, p.Lease.UnixMilli(), p.Body, p.At.Unix(), p.Place, p.Why}
}

// Done enters it as answered by messages, and drops its text.
func (s *SQL) Done(ctx context.Context, id string, answers []string) error {
	_, err := s.exec(ctx, "ending", "UPDATE pending SET done = 1, body = '', answers = $2 WHERE id = $1", id, strings.Join(answers, " "))
	return err
}

// Answers returns the messages that answer a question, and whether it is open.
func (s *SQL) Answers(ctx context.Context, id string) (list []string, open bool, err error) {
	err = s.list(ctx, "reading answers", func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text, &open)
		list = strings.Fields(text)
		return err
	}, "SELECT answers, done = 0 FROM pending WHERE id = $1", id)
	return list, open, err
}

// Answered lists questions that were answered, the newest first.
func (s *SQL) Answered(ctx context.Context, since time.Time, limit int) ([]Pending, error) {
	var out []Pending
	err := s.list(ctx, "reading what was answered", func(rows *sql.Rows) error {
		var p Pending
		var answers string
		var at int64
		err := rows.Scan(&p.ID, &p.Place, &p.Why, &answers, &at)
		p.Answers, p.At = strings.Fields(answers), time.Unix(at, 0)
		out = append(out, p)
		return err
	}, "SELECT id, place, why, answers, at FROM pending WHERE at >= $1 AND done = 1 AND answers <> '' AND place <> '' ORDER BY at DESC, id DESC LIMIT $2", since.Unix(), limit)
	return out, err
}

// Renew lengthens the leases of an owner's questions, or of one; a lease in the past gives
// them up.
func (s *SQL) Renew(ctx context.Context, owner, id string, lease time.Time) (int, error) {
	n, err := s.exec(ctx, "renewing", "UPDATE pending SET lease = $2 WHERE owner = $1 AND done = 0 AND ($3 = '' OR id = $3)", owner, lease.UnixMilli(), id)
	return int(n), err
}

// GiveUp leaves a question to whoever takes it over after a time. The try is not counted: it
// brought nobody down.
func (s *SQL) GiveUp(ctx context.Context, id string, until time.Time) error {
	_, err := s.exec(ctx, "giving up", "UPDATE pending SET owner = '', lease = $2, tries = tries - 1 WHERE id = $1 AND done = 0", id, until.UnixMilli())
	return err
}

// Orphans takes over the questions whose owner is gone. One of the taker's own, whose lease was
// renewed too late, is no further try.
func (s *SQL) Orphans(ctx context.Context, owner string, now, lease time.Time, limit int) ([]Pending, error) {
	var out []Pending
	// The condition stands twice: the outer one is looked at again, on the row as it is
	// by then, when two processes come at once.
	err := s.list(ctx, "taking over", func(rows *sql.Rows) error {
		p := Pending{Owner: owner, Lease: lease}
		var at int64
		err := rows.Scan(&p.ID, &p.Body, &p.Why, &p.Tries, &at)
		p.At = time.Unix(at, 0)
		out = append(out, p)
		return err
	}, `UPDATE pending SET owner = $1, lease = $2, tries = tries + CASE owner WHEN $1 THEN 0 ELSE 1 END
		WHERE done = 0 AND lease < $3 AND id IN (SELECT id FROM pending WHERE done = 0 AND lease < $3 ORDER BY at LIMIT $4)
		RETURNING id, body, why, tries, at`, owner, lease.UnixMilli(), now.UnixMilli(), limit)
	return out, err
}

// Refuse enters a channel as one that answers are refused in, and says whether that is
// news.
func (s *SQL) Refuse(ctx context.Context, r Refusal) (bool, error) {
	n, err := s.exec(ctx, "noting a refusal", "INSERT INTO refused (channel, server, status, at) VALUES ($1, $2, $3, $4) ON CONFLICT (channel) DO NOTHING",
		r.Channel, r.Server, r.Status, r.At.Unix())
	return n == 1, err
}

// Admit takes a channel off that list.
func (s *SQL) Admit(ctx context.Context, channel string) error {
	_, err := s.exec(ctx, "forgetting a refusal", "DELETE FROM refused WHERE channel = $1", channel)
	return err
}

// Notice enters a notice to be given, and says whether none was since.
func (s *SQL) Notice(ctx context.Context, key string, now, since time.Time, p Pending) (first bool, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "INSERT INTO notice (key, at) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE notice.at < $3",
			key, now.Unix(), since.Unix())
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if first = n == 1; err == nil && first {
			_, err = tx.ExecContext(ctx, beginning+"($1, $2, $3, $4, $5, $6, $7)"+already, p.fields()...)
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: noting a notice: %w", err)
	}
	return first, nil
}

// Refusals lists the channels that answers are refused in.
func (s *SQL) Refusals(ctx context.Context) ([]Refusal, error) {
	var out []Refusal
	err := s.list(ctx, "reading refusals", func(rows *sql.Rows) error {
		var r Refusal
		var at int64
		err := rows.Scan(&r.Channel, &r.Server, &r.Status, &at)
		r.At = time.Unix(at, 0)
		out = append(out, r)
		return err
	}, "SELECT channel, server, status, at FROM refused ORDER BY at, channel LIMIT 1000")
	return out, err
}

// Salt returns the installation's salt, drawing it the first time.
func (s *SQL) Salt(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails
	// When two processes start at once the first to write wins.
	_, writeErr := s.db.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('salt', $1) ON CONFLICT (key) DO NOTHING", hex.EncodeToString(fresh))
	var text string
	if err := s.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'salt'").Scan(&text); err != nil {
		return nil, fmt.Errorf("store: the salt: %w", errors.Join(writeErr, err))
	}
	salt, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("store: the salt: %w", err)
	}
	return salt, nil
}

// Close closes the database.
func (d *database) Close() error { return d.db.Close() }

// Unanswered counts the questions that are being answered.
func (s *SQL) Unanswered(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM pending WHERE done = 0").Scan(&n)
	return n, err
}
