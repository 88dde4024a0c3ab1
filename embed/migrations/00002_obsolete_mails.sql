-- +goose Up

-- A mail that nobody waits for any more is neither delivered nor failed. The table is made anew, since a CHECK cannot be changed.
CREATE TABLE sendings_new (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  link_id         TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
  press_id        TEXT NOT NULL,           -- one press of a button sends once a channel
  purpose         TEXT NOT NULL CHECK (purpose IN ('intervention', 'confirmation')),
  channel         TEXT NOT NULL CHECK (channel IN ('email')),
  recipient       TEXT NOT NULL,
  language        TEXT NOT NULL,
  message_id      TEXT NOT NULL UNIQUE,
  state           TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'retrying', 'failed', 'obsolete')),
  reason          TEXT NOT NULL DEFAULT '',
  attempts        INTEGER NOT NULL DEFAULT 0,
  attempting_at   INTEGER,                 -- set just before the server is spoken to
  handed_over_at  INTEGER,                 -- set just before the mail's last byte: from here on only the server knows its fate
  next_attempt_at INTEGER,
  created_by      TEXT REFERENCES users (id),
  created_at      INTEGER NOT NULL,
  finished_at     INTEGER,
  UNIQUE (intervention_id, press_id, channel)
) STRICT;
INSERT INTO sendings_new
  SELECT id, intervention_id, link_id, press_id, purpose, channel, recipient, language, message_id,
    CASE WHEN state = 'failed' AND reason IN ('answered', 'closed') THEN 'obsolete' ELSE state END,
    reason, attempts, attempting_at, handed_over_at, next_attempt_at, created_by, created_at, finished_at
  FROM sendings;
DROP TABLE sendings;
ALTER TABLE sendings_new RENAME TO sendings;
CREATE INDEX sendings_intervention ON sendings (intervention_id, created_at);

UPDATE history SET kind = 'send_obsolete'
  WHERE kind = 'send_failed' AND data ->> 'reason' IN ('answered', 'closed');
