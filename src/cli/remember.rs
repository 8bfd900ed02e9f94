//! Remembers the newest checkpoint of an archive that holds, so that an older one is noticed later.
//!
//! Specification: `docs/archive-format.md`, "What is remembered". That it cannot be written is a warning: what was
//! checked is checked.

use std::time::Duration;

use super::archive_args::Opened;
use super::out::Out;
use crate::base::{Lang, Say, lang};
use crate::store::WriteError;
use crate::verify::Report;

/// How often, and for how long each, to wait for another reader, who needs no longer than a file takes.
const PAUSES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// The checkpoint could not be remembered.
#[derive(Debug)]
struct NotRemembered(WriteError);

impl Say for NotRemembered {
    fn fact(&self, lang: Lang) -> String {
        let why = self.0.fact(lang);
        lang::say!(
            lang,
            "dieser Stand wird hier nicht gemerkt: {why}",
            "this state is not remembered here: {why}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Das Ergebnis gilt; ein älterer Stand fiele hier später aber nicht auf. --no-memory verzichtet darauf.",
            "The result stands, but an older state would not be noticed here later. --no-memory does without."
        ))
    }
}

/// Remembers the checkpoint of a report that holds, unless one as large is remembered already.
pub fn remember(opened: &Opened, report: &Report, out: &mut Out) {
    let (Some(memory), Some(log)) = (&opened.memory, &report.log) else { return };
    let size = log.tree().size;
    if !report.holds() || opened.trust.newest().is_some_and(|known| known >= size) {
        return;
    }
    let mut pauses = 0;
    let again = || {
        pauses += 1;
        std::thread::sleep(PAUSE);
        pauses <= PAUSES
    };
    if let Err(error) = memory.see(&log.loaded.checkpoint, again) {
        out.warning(&NotRemembered(error));
    }
}
