//! Paths of the archive: one place or none, and never one outside of it.
#![no_main]

use inkraft::format::layout::Place;

inkraft_fuzz::codec!(|bytes| {
    inkraft_fuzz::text(bytes).and_then(Place::of).map(|place| {
        let path = place.to_string();
        let inside =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
        assert!(path.split('/').all(inside), "{path}");
        path.into_bytes()
    })
});
