-- +goose Up
-- When the organiser said that the meeting is over.
ALTER TABLE bookings ADD finished_at timestamptz;
-- The colleague who was asked to take a task has said no.
ALTER TABLE tasks ADD hand_declined boolean NOT NULL DEFAULT false;
