-- +goose Up
-- Whom an emergency notice was for.
CREATE TABLE emergency_people (
    emergency_id bigint NOT NULL REFERENCES emergencies,
    person_id    bigint NOT NULL REFERENCES people,
    PRIMARY KEY (emergency_id, person_id)
);
CREATE INDEX emergency_people_person ON emergency_people (person_id, emergency_id);

-- Who has a board, and when they looked at it last. One that nobody looks at is stopped, which its last edit says.
CREATE TABLE boards (
    person_id bigint PRIMARY KEY REFERENCES people,
    looked_at timestamptz NOT NULL,
    stopped   boolean     NOT NULL DEFAULT false
);

-- What is open, by when it is due: the board's and an emergency's way in, however much has been done before.
CREATE INDEX tasks_open_due ON tasks (due_at) WHERE status IN ('offered', 'claimed', 'started');
