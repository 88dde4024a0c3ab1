-- +goose Up

-- What a customer replied to a sales message; of an answer to works it is empty.
ALTER TABLE answers ADD COLUMN reply TEXT NOT NULL DEFAULT '' CHECK (reply IN ('', 'interested', 'call_me', 'question'));

-- +goose Down
SELECT 'forward only';
