-- +goose Up

-- What hangs on an intervention or a link is found without reading the whole table, also when one is deleted.
CREATE INDEX uploads_intervention ON uploads (intervention_id);
CREATE INDEX sendings_link ON sendings (link_id);

-- A row is saved whole, so every column is named by every save: only what became different is searched for anew.
DROP TRIGGER interventions_search_update;
-- +goose StatementBegin
CREATE TRIGGER interventions_search_update AFTER UPDATE OF reference, plate, vin, make, model,
  customer_first_name, customer_last_name, customer_company, customer_email, customer_phone, customer_address ON interventions
  WHEN (old.reference, old.plate, old.vin, old.make, old.model, old.customer_first_name, old.customer_last_name,
      old.customer_company, old.customer_email, old.customer_phone, old.customer_address)
    IS NOT (new.reference, new.plate, new.vin, new.make, new.model, new.customer_first_name, new.customer_last_name,
      new.customer_company, new.customer_email, new.customer_phone, new.customer_address)
BEGIN
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
