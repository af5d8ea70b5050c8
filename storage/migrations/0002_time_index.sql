-- +goose Up
-- What is on at a time, in whatever room: found by the time held, however many meetings lie behind us.
CREATE INDEX bookings_live_time ON bookings USING spgist (occupied) INCLUDE (room_id, id) WHERE status IN ('pending', 'confirmed');
DROP INDEX bookings_live_start;
