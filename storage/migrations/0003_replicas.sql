-- +goose Up
-- Who delivers, and when each said last that it lives. Unlogged: after a crash of the database everybody says so anew.
CREATE UNLOGGED TABLE replicas (
    id      text PRIMARY KEY,
    since   timestamptz NOT NULL, -- without a pause
    seen_at timestamptz NOT NULL
);
