-- The search index of copydesk: a cache of what the articles' files say. Deleting it loses nothing.
-- Whoever changes this file, or how words.py folds, raises VERSION in database.py: an index of
-- another version is built anew from the files.
--
-- Words are looked up in a folder beside this file (word_index.py), which is made from these
-- tables alone: they are what holds.

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
  address   TEXT    NOT NULL,                   -- the URL as it is compared, or ''
  words     INTEGER NOT NULL,                   -- in the kept text
  stripped  INTEGER NOT NULL,                   -- how many blocks are not the article
  notice    INTEGER NOT NULL,                   -- 1: it bears a correction notice
  print     INTEGER NOT NULL,                   -- a hash of the kept text, spacing aside
  remark    TEXT    NOT NULL,                   -- how the file was read
  error     TEXT    NOT NULL,                   -- why it could not be read, or ''
  added     TEXT    NOT NULL,                   -- first indexed, ISO 8601, UTC
  missing   INTEGER NOT NULL DEFAULT 0,         -- 1: its file is gone; 2: and it was taken off
  versions  INTEGER NOT NULL DEFAULT 0,         -- 1: an earlier text of it is kept
  story     INTEGER,                            -- the copies of one story share a number
  standing  INTEGER,                            -- what the reader made of it
  listed    INTEGER NOT NULL DEFAULT 1          -- 0: archived, or taken off the list
);
CREATE INDEX article_newest ON article (newest DESC, path) WHERE listed;
CREATE INDEX article_sha256 ON article (sha256);
CREATE INDEX article_address ON article (address, print) WHERE address <> '';
CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL;
CREATE INDEX article_standing ON article (standing) WHERE standing IS NOT NULL;
CREATE INDEX article_changed ON article (id) WHERE notice OR versions;
CREATE INDEX article_missing ON article (missing) WHERE missing;

CREATE TABLE body (
  article INTEGER PRIMARY KEY,
  text    BLOB NOT NULL,                        -- the kept text, UTF-8, deflated
  signature BLOB NOT NULL                       -- what copies of it are found by (wire.py), or ''
);

-- What the reader made of articles, as it was handed over from the notes file. Kept beside the
-- articles because it may arrive before its article does, and must outlive a new version of it.
CREATE TABLE standing (
  id            INTEGER PRIMARY KEY,
  record        TEXT    NOT NULL UNIQUE,        -- the id of the article's record in the notes file
  read_state    TEXT    NOT NULL,
  starred       INTEGER NOT NULL,
  archived      INTEGER NOT NULL,
  notes         INTEGER NOT NULL,               -- highlights and notes
  has_note      INTEGER NOT NULL,
  has_highlight INTEGER NOT NULL,
  orphaned      INTEGER NOT NULL,
  last_opened   TEXT    NOT NULL,
  text          TEXT    NOT NULL                -- notes, tags and quotations, to be searched
);
CREATE TABLE standing_key (
  key      BLOB    NOT NULL,                    -- a SHA-256, an address, or an absolute path
  standing INTEGER NOT NULL,
  PRIMARY KEY (key, standing)
) WITHOUT ROWID;
CREATE INDEX standing_key_of ON standing_key (standing);
CREATE TABLE standing_tag (
  folded   TEXT    NOT NULL,                    -- as tags are compared
  standing INTEGER NOT NULL,
  tag      TEXT    NOT NULL,
  PRIMARY KEY (folded, standing, tag)
) WITHOUT ROWID;
CREATE INDEX standing_tag_of ON standing_tag (standing);

-- Articles whose words the word index does not know yet, or not as they are now. A row is taken
-- out when the word index has them on disk, so that a kill in between loses nothing.
CREATE TABLE pending (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL
);
CREATE INDEX pending_article ON pending (article);

-- Which word index belongs to these tables: one row.
CREATE TABLE words (name TEXT NOT NULL);

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

-- By what copies of one story find each other (wire.py), and which were found to share their text.
CREATE TABLE band (
  key     INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (key, article)
) WITHOUT ROWID;
CREATE TABLE copy (
  article INTEGER NOT NULL,                     -- both ways round
  other   INTEGER NOT NULL,
  PRIMARY KEY (article, other)
) WITHOUT ROWID;
