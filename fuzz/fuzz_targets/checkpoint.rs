//! Checkpoints.
#![no_main]

use inkraft::format::checkpoint::{self, Checkpoint};

inkraft_fuzz::codec!(|bytes| {
    Checkpoint::parse(bytes).ok().map(|checkpoint| {
        assert_eq!(checkpoint::text(&checkpoint.origin, &checkpoint.tree), checkpoint.note.text);
        checkpoint.note.bytes()
    })
});
