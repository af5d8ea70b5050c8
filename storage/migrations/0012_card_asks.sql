-- +goose Up
-- Until when a card is left as it is, because a question stands in its place.
ALTER TABLE cards ADD COLUMN asks_until timestamptz;
CREATE INDEX cards_message ON cards (chat_id, message_id);
