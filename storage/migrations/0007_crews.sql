-- +goose Up
-- A forum's topics share their chat's id: an account, a group or a topic is one row's.
ALTER TABLE people DROP CONSTRAINT people_telegram_id_key;
CREATE UNIQUE INDEX people_place ON people (telegram_id, thread_id);
