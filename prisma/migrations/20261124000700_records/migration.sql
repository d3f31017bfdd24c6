CREATE TABLE idempotency_keys (
    caller_id uuid NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    body_hash text NOT NULL,
    state text NOT NULL DEFAULT 'IN_FLIGHT',
    response_status integer,
    response_body jsonb,
    locked_until timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamptz(3) NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller_id, key),
    CONSTRAINT idempotency_keys_state_known CHECK (state IN ('IN_FLIGHT', 'DONE')),
    CONSTRAINT idempotency_keys_key_length CHECK (char_length(key) BETWEEN 1 AND 200)
);
CREATE INDEX idempotency_keys_expires_at_idx ON idempotency_keys (expires_at);

CREATE TABLE audit_entries (
    id bigserial NOT NULL,
    at timestamptz(6) NOT NULL,
    xid xid8 NOT NULL,
    actor_id uuid,
    actor_role text NOT NULL,
    channel text NOT NULL,
    request_id text NOT NULL,
    db_user text NOT NULL,
    entity audit_entity NOT NULL,
    entity_id text,
    action audit_action NOT NULL,
    before jsonb,
    after jsonb,
    reason text,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entries_entity_id_id_idx ON audit_entries (entity_id, id);

CREATE TABLE audit_private (
    entry_id bigint NOT NULL,
    path text NOT NULL,
    salt bytea NOT NULL,
    value text NOT NULL,
    CONSTRAINT audit_private_pkey PRIMARY KEY (entry_id, path),
    CONSTRAINT audit_private_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entries (id) ON DELETE RESTRICT
);
