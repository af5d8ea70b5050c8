-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Somebody on the roster, or a guest who came by an invitation link. Never deleted.
CREATE TABLE people (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text        NOT NULL,
    phone          text UNIQUE,
    department     text        NOT NULL DEFAULT '',
    roles          text[]      NOT NULL,
    crew           text        NOT NULL DEFAULT '',
    language       text        NOT NULL DEFAULT 'zh-CN',
    telegram_id    bigint UNIQUE,
    removed_at     timestamptz,
    unreachable_at timestamptz,
    created_at     timestamptz NOT NULL
);
CREATE INDEX people_roles ON people USING gin (roles) WHERE removed_at IS NULL;
CREATE INDEX people_department ON people (department) WHERE removed_at IS NULL;

CREATE TABLE rooms (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number     text   NOT NULL UNIQUE,
    name       text   NOT NULL DEFAULT '',
    building   text   NOT NULL DEFAULT '',
    floor      int    NOT NULL DEFAULT 0,
    class      text   NOT NULL CHECK (class IN ('A', 'B', 'C')),
    seats      int    NOT NULL CHECK (seats > 0),
    equipment  text[] NOT NULL DEFAULT '{}',
    aliases    text[] NOT NULL DEFAULT '{}',
    layouts    text[] NOT NULL DEFAULT '{}',
    removed_at timestamptz
);

-- occupied is the meeting with its set-up and clean-up. That two live bookings never share
-- a room is this table's promise, whatever the program does.
CREATE TABLE bookings (
    id           bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
    number       text        NOT NULL GENERATED ALWAYS AS ('A-' || id) STORED UNIQUE,
    revision     int         NOT NULL,
    schedule     int         NOT NULL,
    status       text        NOT NULL CHECK (status IN ('pending', 'confirmed', 'cancelled', 'released', 'rejected')),
    room_id      bigint      NOT NULL REFERENCES rooms,
    organiser_id bigint      NOT NULL REFERENCES people,
    title        text        NOT NULL,
    start_at     timestamptz NOT NULL,
    end_at       timestamptz NOT NULL CHECK (end_at > start_at),
    occupied     tstzrange   NOT NULL,
    headcount    int         NOT NULL CHECK (headcount > 0),
    level        text        NOT NULL,
    needed_at    timestamptz,
    reason       text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    CONSTRAINT bookings_no_overlap EXCLUDE USING gist (room_id WITH =, occupied WITH &&)
        WHERE (status IN ('pending', 'confirmed'))
);
CREATE INDEX bookings_organiser ON bookings (organiser_id, end_at);
CREATE INDEX bookings_live_start ON bookings (start_at) WHERE status IN ('pending', 'confirmed');

CREATE TABLE attendees (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking_id  bigint      NOT NULL REFERENCES bookings,
    person_id   bigint      NOT NULL REFERENCES people,
    partstat    text        NOT NULL CHECK (partstat IN ('NEEDS-ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED', 'DELEGATED')),
    revision    int         NOT NULL,
    reason      text        NOT NULL DEFAULT '',
    stand_in_id bigint REFERENCES people,
    invited_by  bigint      NOT NULL REFERENCES people,
    invited_at  timestamptz NOT NULL,
    answered_at timestamptz,
    UNIQUE (booking_id, person_id)
);
CREATE INDEX attendees_person ON attendees (person_id);

CREATE TABLE tasks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision     int         NOT NULL,
    kind         text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('offered', 'claimed', 'started', 'done', 'failed', 'cancelled')),
    crew         text        NOT NULL,
    booking_id   bigint REFERENCES bookings,
    room_id      bigint REFERENCES rooms,
    requester_id bigint      NOT NULL REFERENCES people,
    others       bigint[]    NOT NULL DEFAULT '{}',
    claimer_id   bigint REFERENCES people,
    due_at       timestamptz NOT NULL,
    urgent       boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL,
    offered_at   timestamptz NOT NULL,
    claimed_at   timestamptz,
    ended_at     timestamptz,
    escalated    int         NOT NULL DEFAULT 0,
    tea          jsonb, -- conference.TeaOrder
    problem      jsonb, -- conference.ProblemReport
    outcome      text        NOT NULL DEFAULT '',
    reopened     int         NOT NULL DEFAULT 0
);
CREATE INDEX tasks_booking ON tasks (booking_id);
CREATE INDEX tasks_open_room ON tasks (room_id) WHERE status IN ('offered', 'claimed', 'started');
CREATE INDEX tasks_open_crew ON tasks (crew, due_at) WHERE status IN ('offered', 'claimed', 'started');
CREATE INDEX tasks_requester ON tasks (requester_id, created_at);
CREATE INDEX tasks_claimer ON tasks (claimer_id, due_at);

CREATE TABLE checks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking_id  bigint      NOT NULL REFERENCES bookings,
    level       int         NOT NULL CHECK (level BETWEEN 1 AND 3),
    status      text        NOT NULL CHECK (status IN ('planned', 'prompted', 'confirmed', 'problem', 'cancelled')),
    revision    int         NOT NULL,
    due_at      timestamptz NOT NULL,
    answered_by bigint REFERENCES people,
    answered_at timestamptz,
    missed_at   timestamptz,
    note        text        NOT NULL DEFAULT '',
    UNIQUE (booking_id, level)
);

-- Messages and looks that come due. schedule is the booking's when it was planned.
CREATE TABLE notices (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   bigint      NOT NULL,
    person_id    bigint REFERENCES people,
    role         text        NOT NULL DEFAULT '',
    crew         text        NOT NULL DEFAULT '',
    booking_id   bigint REFERENCES bookings,
    schedule     int         NOT NULL DEFAULT 0,
    step         int         NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL,
    expires_at   timestamptz,
    state        text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'fired', 'dropped')),
    fired_at     timestamptz
);
CREATE INDEX notices_due ON notices (due_at, id) WHERE state = 'pending';
CREATE INDEX notices_booking ON notices (booking_id) WHERE state = 'pending';

-- Where a person's live card of a thing stands.
CREATE TABLE cards (
    subject_kind text   NOT NULL,
    subject_id   bigint NOT NULL,
    person_id    bigint NOT NULL REFERENCES people,
    chat_id      bigint NOT NULL,
    message_id   bigint NOT NULL,
    revision     bigint NOT NULL,           -- of the subject as it is shown; an older one never overwrites it
    digest       bytea  NOT NULL DEFAULT '', -- of what is shown, so that nothing is sent that changes nothing
    PRIMARY KEY (subject_kind, subject_id, person_id)
);

-- Updates that have had their effect, claimed in the effect's transaction.
CREATE TABLE updates (
    id           bigint PRIMARY KEY,
    at           timestamptz NOT NULL,
    subject_kind text        NOT NULL DEFAULT '',
    subject_id   bigint      NOT NULL DEFAULT 0
);
CREATE INDEX updates_at ON updates (at);

-- Updates that could not be decoded or handled, for an operator to look at.
CREATE TABLE updates_set_aside (
    id     bigint PRIMARY KEY,
    at     timestamptz NOT NULL,
    raw    jsonb,
    body   text        NOT NULL DEFAULT '', -- what is not even JSON
    reason text        NOT NULL,
    tries  int         NOT NULL DEFAULT 1
);

-- Who did what, when, by which update. Nothing is deleted.
CREATE TABLE history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_id     bigint REFERENCES people,
    update_id    bigint,
    subject_kind text        NOT NULL,
    subject_id   bigint      NOT NULL,
    verb         text        NOT NULL,
    detail       jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX history_subject ON history (subject_kind, subject_id);

-- Deep links: 128 random bits, hashed at rest. An access link ties an account to person_id, once;
-- an invitation link lets whoever has it be invited to booking_id.
CREATE TABLE links (
    hash       bytea PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('access', 'invitation')),
    person_id  bigint REFERENCES people,
    booking_id bigint REFERENCES bookings,
    created_by bigint      NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    used_by    bigint -- Telegram user id
);

-- When each calendar schedule last ran, so that no replica runs one twice and a missed one is caught up.
CREATE TABLE schedules (
    name     text PRIMARY KEY,
    last_run timestamptz NOT NULL
);
