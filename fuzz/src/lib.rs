//! What every fuzz target of a codec asks, and what the targets of signatures share.
//!
//! A codec either refuses bytes, or reads them and writes the very same ones back; nothing makes it panic. A target of
//! signatures knows its seeds: nobody here has the secret keys, so whatever still holds and is not as a seed was made is
//! a forgery. `scripts/fuzz.sh` builds and runs them; a new codec is one file in `fuzz_targets` and one `[[bin]]`.

/// The target of a codec: from bytes to what it writes back, `None` where it refuses them.
#[macro_export]
macro_rules! codec {
    (|$bytes:ident| $again:expr) => {
        ::libfuzzer_sys::fuzz_target!(|$bytes: &[u8]| {
            let again: Option<Vec<u8>> = $again;
            if let Some(again) = again {
                assert!(again == $bytes, "read, and written otherwise");
            }
        });
    };
}

/// Bytes as a text, for codecs that take one.
pub fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// What the CMS signatures and the time stamps among the seeds are about.
pub const CONTENT: &[u8] = b"what the seeds of the fuzz targets are about\n";
