//! Every size that is read from a file, and why it is bounded where it is.

/// An id: a folder name that is comfortable on every system.
pub const ID: usize = 64;

/// A record note: an entry bundle gives each entry a 16-bit length (C2SP tlog-tiles), which leaves
/// 5,535 bytes for the entry's own lines around it.
pub const RECORD: usize = 60_000;

/// A whole entry: the 16-bit length of C2SP tlog-tiles.
pub const ENTRY: usize = 65_535;

/// Signature lines of a note: more people than any body lets sign one record.
pub const SIGNATURES: usize = 64;

/// A checkpoint with cosignatures: 64 lines of at most 512 bytes and three of text.
pub const CHECKPOINT: u64 = 40_000;

/// An entry bundle: 256 entries of the largest size with their length fields.
pub const BUNDLE: u64 = 256 * (ENTRY as u64 + 2);

/// A hash tile: 256 hashes of 32 bytes (C2SP tlog-tiles).
pub const TILE: u64 = 256 * 32;

/// A `heads` file: 100,000 streams of at most 152 bytes a line.
pub const HEADS: u64 = 100_000 * 152;

/// A policy's manifest: 10,000 versions of about 3 kB.
pub const MANIFEST: u64 = 32 << 20;

/// A certificate of force: 10,000 versions of about 3 kB.
pub const CERTIFICATE: u64 = 32 << 20;

/// Entries of a certificate of force: a record every working day for forty years. Periods are worked out by comparing
/// each record with all later ones.
pub const SHOWN: usize = 10_000;

/// A PDF: 300 pages with images stay far below; larger ones do not belong on a web page.
pub const PDF: u64 = 64 << 20;

/// Policy data, a template: 10 MB of text is a library, not a policy.
pub const SOURCE: u64 = 16 << 20;

/// The report of a review: 100 channels with a page of figures and reasons each.
pub const REVIEW: u64 = 1 << 20;

/// A language tag in bytes: what RFC 5646, section 4.4.1, asks every program to take; it becomes part of a
/// file's name.
pub const LANGUAGE: usize = 35;

/// An image or a font that belongs to a version.
pub const ASSET: u64 = 16 << 20;

/// Assets of one version: the record names each in at most 190 bytes and holds 60,000.
pub const ASSETS: usize = 200;

/// All assets of one version together: a PDF with all of them in it must stay below its own bound.
pub const ASSETS_TOTAL: u64 = 48 << 20;

/// Names in a folder of assets, those that are passed over included: more are no folder of assets.
pub const NAMES: usize = 1_000;

/// A pending record: the base64 of the largest files that one version can have, and 1 MiB for the record and its lines.
pub const PENDING: u64 = (PDF + 2 * SOURCE + ASSETS_TOTAL).div_ceil(3) * 4 + (1 << 20);

/// Pixels of an image: A4 at 600 dots an inch has 35 million. Decoded they take 4 bytes each, or 8.
pub const PIXELS: u64 = 50_000_000;

/// Elements, texts and comments of a drawing (SVG): a detailed coat of arms has some ten thousand.
pub const SVG_NODES: u32 = 200_000;

/// A key, a certificate, an anchor, a configuration file.
pub const SMALL: u64 = 64 << 10;

/// A time stamp, and the answer that it comes in: a token with the authority's certificates has 2 to 8 kB, with RSA-4096
/// and a chain of four about 12.
pub const STAMP: u64 = 64 << 10;

/// The root certificates of time stamp authorities, as PEM: a thousand of about 2 kB each.
pub const AUTHORITIES: u64 = 2 << 20;

/// An HTML page that a fragment is put into.
pub const PAGE: u64 = 8 << 20;

/// PBKDF2 rounds accepted when a private key is opened: ten times what we write, so that a hostile
/// key file cannot stop the program.
pub const PBKDF2_ROUNDS: u32 = 6_000_000;

/// A passphrase in bytes of UTF-8: openssl reads no more of a line (1,024 with the final zero), and
/// a key that it cannot open would be ours alone.
pub const PASSPHRASE: usize = 1023;

/// Entries of a log that this version reads: 2^32 keeps every index in 32 bits of a path.
pub const ENTRIES: u64 = 1 << 32;

/// Nesting of lists and emphasis in a text: more cannot be set legibly on A4, and a bounded tree keeps
/// every walk over it on the stack.
pub const NESTING: usize = 12;

/// A text of one line, the words for an image, a word: PDF/A takes strings of 32,767 bytes, two or four a character,
/// and the typesetter addresses of 8,000. A word without an end also takes time by the square of its length.
pub const LINE: usize = 4_000;

/// Problems told about one file: nobody reads more before mending the first.
pub const PROBLEMS: usize = 100;

/// Policy data: about 1,500 pages of text. Typesetting takes time and memory in proportion (23 s and 3 GB were
/// measured), so a file that would stop the machine is refused before.
pub const POLICY: u64 = 4 << 20;

/// Values in policy data, in texts and beside them: those 1,500 pages have 200,000. A million bullets fit into
/// 4 MiB as well and took 10 GB; 50,000 of them, which is this bound, take 1.5 GB, numbered ones 2.3 GB.
pub const VALUES: usize = 250_000;
