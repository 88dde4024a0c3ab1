-- +goose Up

-- In which modes a phone works. Those that are there were given to technicians.
ALTER TABLE devices ADD COLUMN modes TEXT NOT NULL DEFAULT '["after_sales"]' CHECK (json_valid(modes));
UPDATE devices SET modes = '[]' WHERE app = 'audits';

-- Whether phones may send direct messages by themselves.
ALTER TABLE dealership ADD COLUMN direct_sending INTEGER NOT NULL DEFAULT 0;

-- +goose Down
SELECT 'forward only';
