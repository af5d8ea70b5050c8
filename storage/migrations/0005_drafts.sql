-- +goose Up
-- The draft that an update confirmed: whatever number of taps come under whatever ids, it becomes one thing.
ALTER TABLE updates ADD draft bigint;
CREATE UNIQUE INDEX updates_draft ON updates (draft) WHERE draft IS NOT NULL;
