//! Signed notes.
#![no_main]

use inkraft::base::limits;
use inkraft::format::note::Note;

inkraft_fuzz::codec!(|bytes| Note::parse(bytes, limits::RECORD).ok().map(|note| note.bytes()));
