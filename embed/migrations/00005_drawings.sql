-- +goose Up

-- What was drawn on a photo, as shapes. The original never changes; what customers see is made anew with each version.
ALTER TABLE media ADD COLUMN drawing TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(drawing));
ALTER TABLE media ADD COLUMN drawing_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN drawn_version INTEGER NOT NULL DEFAULT 0; -- the version that the renditions show
