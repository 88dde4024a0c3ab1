-- +goose Up

-- What was measured on a work, and the urgency that follows from it. A person may overrule that: the work's own urgency counts.
ALTER TABLE works ADD COLUMN measure TEXT;
ALTER TABLE works ADD COLUMN measured_values TEXT NOT NULL DEFAULT '[]' CHECK (json_type(measured_values) = 'array');
ALTER TABLE works ADD COLUMN finding TEXT CHECK (finding IN ('ok', 'advised', 'urgent'));

-- Works written before can take values too.
UPDATE works SET measure = CASE checklist_line
    WHEN 'mechanics.brakes.front_pads' THEN 'brake_pad'
    WHEN 'mechanics.brakes.rear_pads' THEN 'brake_pad'
    WHEN 'mechanics.brakes.fluid' THEN 'brake_fluid_water'
    WHEN 'mechanics.tyres.front_tyres' THEN 'tread_depth'
    WHEN 'mechanics.tyres.rear_tyres' THEN 'tread_depth'
    WHEN 'mechanics.engine.coolant' THEN 'coolant_frost'
    WHEN 'mechanics.electrics.battery' THEN 'battery_health'
    WHEN 'mechanics.electric_drive.battery_health' THEN 'battery_health'
  END
  WHERE checklist_line LIKE 'mechanics.%';

-- The earlier visits of a vehicle.
CREATE INDEX interventions_plain_plate ON interventions (replace(replace(plate, '-', ''), ' ', ''));
CREATE INDEX interventions_vin ON interventions (vin);
