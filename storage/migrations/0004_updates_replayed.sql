-- +goose Up
-- When an operator had it handled again after all.
ALTER TABLE updates_set_aside ADD replayed_at timestamptz;
