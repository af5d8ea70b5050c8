-- +goose Up
-- The number of the meeting for which the room is sealed that a pending booking would bring people into; '' for none.
ALTER TABLE bookings ADD sealed_for text NOT NULL DEFAULT '';

-- Somebody asks once until they have an answer.
CREATE UNIQUE INDEX entries_waiting ON entries (booking_id, person_id) WHERE status = 'asked';
