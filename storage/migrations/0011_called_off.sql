-- +goose Up
-- Somebody has called the task off: the plan does not ask for it again.
ALTER TABLE tasks ADD COLUMN called_off boolean NOT NULL DEFAULT false;
