-- +goose Up

-- How often ffmpeg fell over or took for ever since the file was last brought further: waiting for ffmpeg or for room is no try.
ALTER TABLE media ADD COLUMN falls INTEGER NOT NULL DEFAULT 0;
