-- +goose Up

-- What is searched by beginnings of words is all that is searched: an e-mail address or a text has short words too, and
-- a VIN may stand beside one.
DROP VIEW interventions_searched;
CREATE VIEW interventions_searched AS
  SELECT seq, reference, plate || ' ' || replace(replace(plate, '-', ''), ' ', '') AS plate, vin, make || ' ' || model AS vehicle,
    customer_first_name || ' ' || customer_last_name || ' ' || customer_company AS customer,
    customer_email || ' ' || customer_phone || ' ' || number || ' ' || customer_address AS contact,
    work_labels || ' ' || works_done || ' ' || message AS texts,
    reference || ' ' || plate || ' ' || replace(replace(plate, '-', ''), ' ', '') || ' ' || vin || ' ' || make || ' ' || model || ' ' ||
      customer_first_name || ' ' || customer_last_name || ' ' || customer_company || ' ' || customer_email || ' ' ||
      customer_phone || ' ' || number || ' ' || core || ' ' || customer_address || ' ' ||
      work_labels || ' ' || works_done || ' ' || message AS words
  FROM interventions JOIN interventions_numbers USING (seq);

INSERT INTO interventions_words (interventions_words) VALUES ('delete-all');
INSERT INTO interventions_words (rowid, words) SELECT seq, words FROM interventions_searched;

-- +goose Down
SELECT 'forward only';
