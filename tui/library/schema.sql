-- The search index of copydesk: a cache of what the articles' files say. Deleting it loses nothing.
-- Whoever changes this file, or how words.py folds, raises VERSION in database.py: an index of
-- another version is built anew from the files.

CREATE TABLE article (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, so a stale id finds nothing
  path      BLOB    NOT NULL UNIQUE,            -- absolute, the file system's own bytes
  size      INTEGER NOT NULL,                   -- bytes
  modified  INTEGER NOT NULL,                   -- nanoseconds since the epoch
  settled   INTEGER NOT NULL,                   -- 0: read so soon after a change that it may differ
  sha256    TEXT    NOT NULL,                   -- of the file's bytes; '' where it was not read
  headline  TEXT    NOT NULL,
  byline    TEXT    NOT NULL,
  outlet    TEXT    NOT NULL,
  published TEXT    NOT NULL,                   -- ISO 8601, as precise as the file is
  newest    INTEGER NOT NULL,                   -- what the list is ordered by: seconds, UTC
  language  TEXT    NOT NULL,
  url       TEXT    NOT NULL,
  words     INTEGER NOT NULL,                   -- in the kept text
  remark    TEXT    NOT NULL,                   -- how the file was read
  error     TEXT    NOT NULL,                   -- why it could not be read, or ''
  added     TEXT    NOT NULL                    -- first indexed, ISO 8601, UTC
);
CREATE INDEX article_newest ON article (newest DESC, path);
CREATE INDEX article_sha256 ON article (sha256);

-- The texts that fts has indexed for an article. A row of a contentless table can be deleted only
-- by repeating what was put in, and snippets are cut from here.
CREATE TABLE body (
  article INTEGER PRIMARY KEY,
  text    BLOB NOT NULL,                        -- the kept text, UTF-8, deflated
  notes   TEXT NOT NULL
);

-- The reader's notes as they were handed over, kept beside the articles because a note may arrive
-- before its article does, and must outlive a new version of it.
CREATE TABLE note (
  key  BLOB PRIMARY KEY,                        -- an absolute path, or a SHA-256 in hexadecimal
  text TEXT NOT NULL
) WITHOUT ROWID;

-- What the blocks of an article are known by (boilerplate/shingles.py), to see what its outlet
-- repeats. There are no counts to keep right: habits.py counts the nearest articles when one is
-- opened. An article that names no outlet has no row.
CREATE TABLE shingles (
  article  INTEGER PRIMARY KEY,
  outlet   INTEGER NOT NULL,                    -- a hash of the outlet's key
  newest   INTEGER NOT NULL,                    -- as in article
  headline INTEGER NOT NULL,                    -- a hash, or 0: by these two, files of one article
  url      INTEGER NOT NULL,                    -- are known
  hashes   BLOB    NOT NULL                     -- 32 bits each, little-endian, in ascending order
);
CREATE INDEX shingles_outlet ON shingles (outlet, newest);
CREATE INDEX shingles_newest ON shingles (newest, outlet);

-- words.py folds and parts the text before it comes here, so that the tokens are what lies
-- between spaces: every other category counts as part of a token.
CREATE VIRTUAL TABLE fts USING fts5 (
  headline, byline, body, notes,
  content = '',
  prefix = '1 2 3',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* P* S* C*'"
);
INSERT INTO fts (fts, rank) VALUES ('rank', 'bm25(10.0, 5.0, 1.0, 3.0)');
