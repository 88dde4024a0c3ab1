-- +goose Up
-- Times are milliseconds since 1970 in UTC, money is in minor units of its currency,
-- VAT and percentages in basis points, quantities in thousandths.

-- The one dealership that this box serves.
CREATE TABLE dealership (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  name          TEXT NOT NULL,
  address       TEXT NOT NULL DEFAULT '',
  phone         TEXT NOT NULL DEFAULT '',
  email         TEXT NOT NULL DEFAULT '',
  website       TEXT NOT NULL DEFAULT '',
  country       TEXT NOT NULL DEFAULT '',
  language      TEXT NOT NULL,
  time_zone     TEXT NOT NULL,
  currency      TEXT NOT NULL,
  vat_rates     TEXT NOT NULL CHECK (json_valid(vat_rates)),
  photo_limit         INTEGER NOT NULL,
  video_seconds       INTEGER NOT NULL,
  video_total_seconds INTEGER NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE brands (
  id       TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  color    TEXT NOT NULL,
  retired  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE users (
  id            TEXT PRIMARY KEY,
  first_name    TEXT NOT NULL,
  last_name     TEXT NOT NULL,
  email         TEXT COLLATE NOCASE UNIQUE,
  phone         TEXT NOT NULL DEFAULT '',
  language      TEXT NOT NULL,
  roles         TEXT NOT NULL CHECK (json_valid(roles)),
  password_hash TEXT NOT NULL DEFAULT '',
  active        INTEGER NOT NULL DEFAULT 1,
  photo         BLOB,
  photo_version INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Only hashes of tokens are kept: whoever reads this file cannot sign in with it.
CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  remember   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One-time codes with which the first manager is made.
CREATE TABLE setup_codes (
  code_hash  BLOB PRIMARY KEY,
  created_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  id                 TEXT PRIMARY KEY,
  name               TEXT NOT NULL COLLATE NOCASE,
  app                TEXT NOT NULL CHECK (app IN ('fleetbox', 'audits')),
  token_hash         BLOB UNIQUE,
  pairing_hash       BLOB UNIQUE,
  pairing_expires_at INTEGER,
  paired_at          INTEGER,
  revoked_at         INTEGER,
  app_version        TEXT NOT NULL DEFAULT '',
  platform           TEXT NOT NULL DEFAULT '',
  last_contact_at    INTEGER,
  created_by         TEXT REFERENCES users (id),
  created_at         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX devices_name ON devices (name) WHERE revoked_at IS NULL;

-- Who changed what in users, devices and configuration.
CREATE TABLE changes (
  id         TEXT PRIMARY KEY,
  at         INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  subject    TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  action     TEXT NOT NULL,
  data       TEXT NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX changes_subject ON changes (subject, subject_id, at);

CREATE TABLE interventions (
  seq        INTEGER PRIMARY KEY,          -- rowid, shared with the search index
  id         TEXT NOT NULL UNIQUE,
  mode       TEXT NOT NULL,
  module     TEXT NOT NULL,
  brand      TEXT NOT NULL REFERENCES brands (id),
  reference  TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('pending', 'sent', 'read', 'answered', 'closed')),
  status_before_close TEXT NOT NULL DEFAULT '',
  version    INTEGER NOT NULL DEFAULT 1,

  plate TEXT NOT NULL DEFAULT '', vin TEXT NOT NULL DEFAULT '',
  make  TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '',
  mileage INTEGER, first_registration TEXT,

  customer_title      TEXT NOT NULL DEFAULT '',
  customer_first_name TEXT NOT NULL DEFAULT '',
  customer_last_name  TEXT NOT NULL DEFAULT '',
  customer_company    TEXT NOT NULL DEFAULT '',
  customer_language   TEXT NOT NULL DEFAULT '',
  customer_email      TEXT NOT NULL DEFAULT '',
  customer_phone      TEXT NOT NULL DEFAULT '',
  customer_address    TEXT NOT NULL DEFAULT '',
  customer_kind       TEXT NOT NULL DEFAULT 'owner',

  message       TEXT NOT NULL DEFAULT '',
  works_done    TEXT NOT NULL DEFAULT '',
  internal_kind TEXT NOT NULL DEFAULT 'none',
  internal_note TEXT NOT NULL DEFAULT '',
  answer_by     INTEGER,
  waiting_here  INTEGER NOT NULL DEFAULT 0,
  wants_call    INTEGER NOT NULL DEFAULT 0,
  checklist_id  TEXT,
  currency      TEXT NOT NULL,

  author_id   TEXT REFERENCES users (id),
  assignee_id TEXT REFERENCES users (id),
  sender_id   TEXT REFERENCES users (id),
  device_id   TEXT REFERENCES devices (id),

  -- Kept with the row so that a list needs no join over works and media.
  proposed    INTEGER NOT NULL DEFAULT 0,
  accepted    INTEGER NOT NULL DEFAULT 0,
  photo_count INTEGER NOT NULL DEFAULT 0,
  video_count INTEGER NOT NULL DEFAULT 0,
  poster_id   TEXT,
  send_failed INTEGER NOT NULL DEFAULT 0,

  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  read_at     INTEGER,
  answered_at INTEGER,
  closed_at   INTEGER
) STRICT;
-- Lists run newest first by seq, which every index carries at its end.
CREATE INDEX interventions_open ON interventions (mode) WHERE status <> 'closed';
CREATE INDEX interventions_mode ON interventions (mode);
CREATE INDEX interventions_status ON interventions (mode, status);
CREATE INDEX interventions_author ON interventions (mode, author_id);
CREATE INDEX interventions_assignee ON interventions (mode, assignee_id);
CREATE INDEX interventions_sender ON interventions (mode, sender_id);
CREATE INDEX interventions_brand ON interventions (mode, brand);
CREATE INDEX interventions_module ON interventions (mode, module);

-- Trigrams find any part of a word from three characters on; shorter searches look for beginnings of
-- words in the second index. Both ignore case and accents.
CREATE VIRTUAL TABLE interventions_search USING fts5 (
  reference, plate, vin, vehicle, customer, contact,
  content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);
CREATE VIRTUAL TABLE interventions_words USING fts5 (
  reference, plate, customer,
  content = '', contentless_delete = 1, detail = none, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2'
);
-- +goose StatementBegin
CREATE TRIGGER interventions_search_insert AFTER INSERT ON interventions BEGIN
  INSERT INTO interventions_search (rowid, reference, plate, vin, vehicle, customer, contact)
  VALUES (new.seq, new.reference, new.plate || ' ' || replace(replace(new.plate, '-', ''), ' ', ''), new.vin, new.make || ' ' || new.model,
    new.customer_first_name || ' ' || new.customer_last_name || ' ' || new.customer_company,
    new.customer_email || ' ' || new.customer_phone || ' ' || replace(new.customer_phone, ' ', '') || ' ' || new.customer_address);
  INSERT INTO interventions_words (rowid, reference, plate, customer)
  VALUES (new.seq, new.reference, new.plate, new.customer_first_name || ' ' || new.customer_last_name || ' ' || new.customer_company);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER interventions_search_update AFTER UPDATE OF reference, plate, vin, make, model,
  customer_first_name, customer_last_name, customer_company, customer_email, customer_phone, customer_address ON interventions BEGIN
  DELETE FROM interventions_search WHERE rowid = old.seq;
  DELETE FROM interventions_words WHERE rowid = old.seq;
  INSERT INTO interventions_search (rowid, reference, plate, vin, vehicle, customer, contact)
  VALUES (new.seq, new.reference, new.plate || ' ' || replace(replace(new.plate, '-', ''), ' ', ''), new.vin, new.make || ' ' || new.model,
    new.customer_first_name || ' ' || new.customer_last_name || ' ' || new.customer_company,
    new.customer_email || ' ' || new.customer_phone || ' ' || replace(new.customer_phone, ' ', '') || ' ' || new.customer_address);
  INSERT INTO interventions_words (rowid, reference, plate, customer)
  VALUES (new.seq, new.reference, new.plate, new.customer_first_name || ' ' || new.customer_last_name || ' ' || new.customer_company);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER interventions_search_delete AFTER DELETE ON interventions BEGIN
  DELETE FROM interventions_search WHERE rowid = old.seq;
  DELETE FROM interventions_words WHERE rowid = old.seq;
END;
-- +goose StatementEnd

CREATE TABLE works (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  category        TEXT NOT NULL DEFAULT '',
  checklist_line  TEXT,
  label           TEXT NOT NULL,
  urgency         TEXT NOT NULL CHECK (urgency IN ('ok', 'offered', 'advised', 'urgent')),
  unit_price      INTEGER,                 -- NULL: not priced yet
  price_includes_vat INTEGER NOT NULL,
  vat_bp          INTEGER NOT NULL,
  quantity        INTEGER NOT NULL,
  discount_kind   TEXT NOT NULL CHECK (discount_kind IN ('none', 'amount', 'percent')),
  discount_value  INTEGER NOT NULL,
  note            TEXT NOT NULL DEFAULT '',
  decision        TEXT NOT NULL DEFAULT 'none' CHECK (decision IN ('none', 'accepted', 'refused'))
) STRICT;
CREATE INDEX works_intervention ON works (intervention_id, position);

CREATE TABLE history (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  at              INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  actor_kind      TEXT NOT NULL CHECK (actor_kind IN ('user', 'device', 'customer', 'system')),
  actor_id        TEXT NOT NULL,
  actor_name      TEXT NOT NULL,
  data            TEXT NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX history_intervention ON history (intervention_id, at, id);

CREATE TABLE media (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  work_id         TEXT,
  kind            TEXT NOT NULL CHECK (kind IN ('photo', 'video', 'document')),
  purpose         TEXT NOT NULL CHECK (purpose IN ('customer', 'internal_message')),
  public          INTEGER NOT NULL,
  position        INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
  problem         TEXT NOT NULL DEFAULT '',
  name            TEXT NOT NULL,
  mime            TEXT NOT NULL,
  size            INTEGER NOT NULL,
  sha256          TEXT NOT NULL,
  width           INTEGER,
  height          INTEGER,
  duration_ms     INTEGER,
  taken_by        TEXT NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  deleted_at      INTEGER
) STRICT;
CREATE INDEX media_intervention ON media (intervention_id, position);
CREATE INDEX media_deleted ON media (deleted_at) WHERE deleted_at IS NOT NULL;

-- What was made of an original: poster, small, large, video.
CREATE TABLE media_renditions (
  media_id TEXT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  variant  TEXT NOT NULL,
  file     TEXT NOT NULL,
  mime     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  width    INTEGER NOT NULL,
  height   INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (media_id, variant)
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  media_id        TEXT NOT NULL UNIQUE,
  owner           TEXT NOT NULL,           -- kind and id of who may continue it
  metadata        TEXT NOT NULL CHECK (json_valid(metadata)),
  sha256          TEXT NOT NULL,
  size            INTEGER NOT NULL,
  received        INTEGER NOT NULL DEFAULT 0,
  hash_state      BLOB,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  finished_at     INTEGER
) STRICT;
CREATE INDEX uploads_expiry ON uploads (expires_at) WHERE finished_at IS NULL;

-- A customer's link. Its token is derived from the box's secret and the row's identifier, so it can be shown again without being stored.
CREATE TABLE links (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  token_hash      BLOB NOT NULL UNIQUE,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  withdrawn_at    INTEGER
) STRICT;
CREATE INDEX links_intervention ON links (intervention_id, created_at);

CREATE TABLE sendings (
  id              TEXT PRIMARY KEY,
  intervention_id TEXT NOT NULL REFERENCES interventions (id) ON DELETE CASCADE,
  link_id         TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
  press_id        TEXT NOT NULL,           -- one press of a button sends once a channel
  purpose         TEXT NOT NULL CHECK (purpose IN ('intervention', 'confirmation')),
  channel         TEXT NOT NULL CHECK (channel IN ('email')),
  recipient       TEXT NOT NULL,
  language        TEXT NOT NULL,
  message_id      TEXT NOT NULL UNIQUE,
  state           TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'retrying', 'failed')),
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
CREATE INDEX sendings_intervention ON sendings (intervention_id, created_at);

-- Mails that the box kept instead of sending them, for the demonstration.
CREATE TABLE caught_mails (
  id         TEXT PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  recipient  TEXT NOT NULL,
  subject    TEXT NOT NULL,
  source     BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- A customer's final answer with what it was given on: text, price and pictures as shown.
CREATE TABLE answers (
  intervention_id TEXT PRIMARY KEY REFERENCES interventions (id) ON DELETE CASCADE,
  link_id         TEXT,
  at              INTEGER NOT NULL,
  channel         TEXT NOT NULL CHECK (channel IN ('link', 'phone', 'in_person', 'email', 'sms')),
  comment         TEXT NOT NULL DEFAULT '',
  signature       TEXT NOT NULL DEFAULT '',
  late            INTEGER NOT NULL DEFAULT 0,
  wants_call      INTEGER NOT NULL DEFAULT 0,
  recorded_by     TEXT REFERENCES users (id),
  evidence        TEXT NOT NULL CHECK (json_valid(evidence))
) STRICT;

CREATE TABLE media_views (
  link_id    TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
  media_id   TEXT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  watched    TEXT NOT NULL CHECK (json_valid(watched)),  -- spans of milliseconds that were played
  share_bp   INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (link_id, media_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_views_media ON media_views (media_id);

-- What must happen after a commit. Written with the business change; a queue only drains it.
CREATE TABLE outbox (
  id               TEXT PRIMARY KEY,
  kind             TEXT NOT NULL,
  payload          TEXT NOT NULL CHECK (json_valid(payload)),
  dedupe_key       TEXT UNIQUE,
  run_at           INTEGER NOT NULL,
  attempts         INTEGER NOT NULL DEFAULT 0,
  first_attempt_at INTEGER,
  last_error       TEXT NOT NULL DEFAULT '',
  created_at       INTEGER NOT NULL,
  done_at          INTEGER,
  failed_at        INTEGER
) STRICT;
CREATE INDEX outbox_open ON outbox (run_at, id) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

-- What open screens are told. Written with the change so that a reconnecting screen misses nothing.
CREATE TABLE events (
  seq   INTEGER PRIMARY KEY AUTOINCREMENT,
  at    INTEGER NOT NULL,
  topic TEXT NOT NULL,
  id    TEXT NOT NULL
) STRICT;
CREATE INDEX events_at ON events (at);

-- +goose Down
SELECT 'forward only';
