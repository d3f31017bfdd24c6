CREATE TABLE users (
    id uuid NOT NULL,
    email text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    status text NOT NULL DEFAULT 'ACTIVE',
    email_verified_at timestamptz(3),
    phone text,
    time_zone text NOT NULL DEFAULT 'Europe/Berlin',
    language text NOT NULL DEFAULT 'en',
    version integer NOT NULL DEFAULT 1,
    locked_until timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_lower CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 200),
    CONSTRAINT users_name_length CHECK (char_length(full_name) BETWEEN 1 AND 200),
    CONSTRAINT users_role_known CHECK (role IN ('PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN')),
    CONSTRAINT users_status_known CHECK (status IN ('ACTIVE', 'DISABLED')),
    CONSTRAINT users_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$')
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE credentials (
    user_id uuid NOT NULL,
    password_hash text NOT NULL,
    changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT credentials_pkey PRIMARY KEY (user_id),
    CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE auth_sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    refresh_hash text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    rotated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    revoke_reason text,
    CONSTRAINT auth_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT auth_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT
);
CREATE INDEX auth_sessions_user_id_idx ON auth_sessions (user_id);

CREATE TABLE sign_in_attempts (
    id bigserial NOT NULL,
    email_hash text NOT NULL,
    source_hash text NOT NULL,
    user_id uuid,
    ok boolean NOT NULL,
    pending boolean NOT NULL DEFAULT false,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_attempts_email_hash_at_idx ON sign_in_attempts (email_hash, at);
CREATE INDEX sign_in_attempts_source_hash_at_idx ON sign_in_attempts (source_hash, at);

CREATE TABLE patients (
    id uuid NOT NULL,
    user_id uuid,
    full_name text NOT NULL,
    email text,
    phone text,
    phone_verified_at timestamptz(3),
    sms_consent boolean NOT NULL DEFAULT false,
    language text NOT NULL DEFAULT 'en',
    time_zone text NOT NULL DEFAULT 'Europe/Berlin',
    version integer NOT NULL DEFAULT 1,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT patients_pkey PRIMARY KEY (id),
    CONSTRAINT patients_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT patients_name_length CHECK (char_length(full_name) BETWEEN 1 AND 200),
    CONSTRAINT patients_email_length CHECK (char_length(email) BETWEEN 3 AND 200),
    CONSTRAINT patients_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$')
);
CREATE UNIQUE INDEX patients_user_id_key ON patients (user_id);
CREATE INDEX patients_phone_idx ON patients (phone);
CREATE INDEX patients_full_name_id_idx ON patients (full_name, id);

CREATE TABLE consents (
    id bigserial NOT NULL,
    phone text NOT NULL,
    patient_id uuid,
    kind text NOT NULL,
    source text NOT NULL,
    wording text NOT NULL,
    actor_id uuid,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT consents_pkey PRIMARY KEY (id),
    CONSTRAINT consents_kind_known CHECK (kind IN ('OPT_IN', 'OPT_OUT')),
    CONSTRAINT consents_source_known CHECK (source IN ('STAFF', 'PATIENT', 'SMS', 'PROVIDER'))
);
CREATE INDEX consents_phone_id_idx ON consents (phone, id);

CREATE TABLE chat_identities (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    channel text NOT NULL,
    subject text NOT NULL,
    verified_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chat_identities_pkey PRIMARY KEY (id),
    CONSTRAINT chat_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT chat_identities_channel_known CHECK (channel IN ('SLACK', 'SMS'))
);
CREATE INDEX chat_identities_user_id_idx ON chat_identities (user_id);
CREATE UNIQUE INDEX chat_identities_one_active ON chat_identities (channel, subject) WHERE revoked_at IS NULL;
