-- +goose Up

-- Everything written in an intervention is searched: by any part of a word from three characters on (trigrams), and by
-- the beginnings of words for what is shorter and for plates and numbers in groups. Both indexes ignore case and accents,
-- and are filled from the view interventions_searched.
DROP TRIGGER interventions_search_insert;
DROP TRIGGER interventions_search_update;
DROP TRIGGER interventions_search_delete;
DROP TABLE interventions_search;
DROP TABLE interventions_words;

-- Kept with the row, so that a list of works is indexed anew once a save and not once a work.
ALTER TABLE interventions ADD COLUMN work_labels TEXT NOT NULL DEFAULT '';
UPDATE interventions SET work_labels = coalesce(
  (SELECT group_concat(label, ' ') FROM (SELECT label FROM works WHERE intervention_id = interventions.id ORDER BY position)), '');

CREATE VIRTUAL TABLE interventions_search USING fts5 (
  reference, plate, vin, vehicle, customer, contact, texts,
  content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);
-- A beginning of up to four characters has an index of its own, from which rows come one by one in the order of a list.
CREATE VIRTUAL TABLE interventions_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4', tokenize = 'unicode61 remove_diacritics 2'
);

-- A customer's phone number without what groups its digits, and without the zero that some write after the country's code.
CREATE VIEW interventions_phones AS
  SELECT seq, replace(replace(replace(replace(replace(replace(replace(replace(
    customer_phone, '(0)', ''), ' ', ''), char(160), ''), '-', ''), '/', ''), '.', ''), '(', ''), ')', '') AS plain
  FROM interventions;
-- number has the country's code when it was written with one; core has neither that nor zeros before it, as nationalCore
-- makes it of what is looked for.
CREATE VIEW interventions_numbers AS
  SELECT seq, ltrim(plain, '+0') AS number,
    CASE
      WHEN plain NOT LIKE '+%' AND plain NOT LIKE '00%' THEN ltrim(plain, '0')
      WHEN substr(ltrim(plain, '+0'), 1, 1) IN ('1', '7') THEN ltrim(substr(ltrim(plain, '+0'), 2), '0')
      WHEN substr(ltrim(plain, '+0'), 1, 2) IN ('20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44',
        '45', '46', '47', '48', '49', '51', '52', '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66',
        '81', '82', '84', '86', '90', '91', '92', '93', '94', '95', '98') THEN ltrim(substr(ltrim(plain, '+0'), 3), '0')
      ELSE ltrim(substr(ltrim(plain, '+0'), 4), '0')
    END AS core
  FROM interventions_phones;
CREATE VIEW interventions_searched AS
  SELECT seq, reference, plate || ' ' || replace(replace(plate, '-', ''), ' ', '') AS plate, vin, make || ' ' || model AS vehicle,
    customer_first_name || ' ' || customer_last_name || ' ' || customer_company AS customer,
    customer_email || ' ' || customer_phone || ' ' || number || ' ' || customer_address AS contact,
    work_labels || ' ' || works_done || ' ' || message AS texts,
    reference || ' ' || plate || ' ' || replace(replace(plate, '-', ''), ' ', '') || ' ' || make || ' ' || model || ' ' ||
      customer_first_name || ' ' || customer_last_name || ' ' || customer_company || ' ' ||
      customer_phone || ' ' || number || ' ' || core || ' ' || work_labels || ' ' || works_done AS words
  FROM interventions JOIN interventions_numbers USING (seq);

INSERT INTO interventions_search (rowid, reference, plate, vin, vehicle, customer, contact, texts)
  SELECT seq, reference, plate, vin, vehicle, customer, contact, texts FROM interventions_searched;
INSERT INTO interventions_words (rowid, words) SELECT seq, words FROM interventions_searched;

-- +goose StatementBegin
CREATE TRIGGER interventions_search_insert AFTER INSERT ON interventions BEGIN
  INSERT INTO interventions_search (rowid, reference, plate, vin, vehicle, customer, contact, texts)
    SELECT seq, reference, plate, vin, vehicle, customer, contact, texts FROM interventions_searched WHERE seq = new.seq;
  INSERT INTO interventions_words (rowid, words) SELECT seq, words FROM interventions_searched WHERE seq = new.seq;
END;
-- +goose StatementEnd
-- A row is saved whole, so every column is named by every save: only what became different is indexed anew.
-- +goose StatementBegin
CREATE TRIGGER interventions_search_update AFTER UPDATE OF reference, plate, vin, make, model, customer_first_name,
  customer_last_name, customer_company, customer_email, customer_phone, customer_address, work_labels, works_done, message ON interventions
  WHEN (old.reference, old.plate, old.vin, old.make, old.model, old.customer_first_name, old.customer_last_name, old.customer_company,
      old.customer_email, old.customer_phone, old.customer_address, old.work_labels, old.works_done, old.message)
    IS NOT (new.reference, new.plate, new.vin, new.make, new.model, new.customer_first_name, new.customer_last_name, new.customer_company,
      new.customer_email, new.customer_phone, new.customer_address, new.work_labels, new.works_done, new.message)
BEGIN
  DELETE FROM interventions_search WHERE rowid = old.seq;
  DELETE FROM interventions_words WHERE rowid = old.seq;
  INSERT INTO interventions_search (rowid, reference, plate, vin, vehicle, customer, contact, texts)
    SELECT seq, reference, plate, vin, vehicle, customer, contact, texts FROM interventions_searched WHERE seq = new.seq;
  INSERT INTO interventions_words (rowid, words) SELECT seq, words FROM interventions_searched WHERE seq = new.seq;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER interventions_search_delete AFTER DELETE ON interventions BEGIN
  DELETE FROM interventions_search WHERE rowid = old.seq;
  DELETE FROM interventions_words WHERE rowid = old.seq;
END;
-- +goose StatementEnd

-- +goose Down
SELECT 'forward only';
