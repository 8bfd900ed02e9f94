//! Whether a draft says what the archive says already: the same words and images, whatever they are set with.
//!
//! Specification: `docs/archive-format.md`, "rendition". A correction must differ; a version that does not, or a
//! correction that is another version's text, is more likely a draft that was forgotten. Officers are told.

use super::commit::Session;
use super::rebuild;
use crate::base::{Lang, Say, lang};
use crate::format::files::Files;
use crate::policy::Policy;
use crate::timeline::{Span, View};
use crate::typeset::Source;
use crate::verify::Standing;

/// Whether the text of an entry is that of a draft with these files. How it is issued is no part of the text.
pub fn is_same(policy: &Policy, files: &[(String, Vec<u8>)], text: &Standing, session: &Session) -> bool {
    let Some(made) = Files::of(&text.record.body, text.index) else { return false };
    let source = made.typeset.and_then(|of| rebuild::inputs(&session.workspace.archive(), &made, of));
    let Some((source, _, assets)) = source else { return false };
    let words = |policy: &Policy| Policy { version: None, effect: None, ..policy.clone() };
    let images = |all: &[(String, Vec<u8>)]| {
        let shown = policy.images();
        all.iter().filter(|(name, _)| shown.contains(&name.as_str())).cloned().collect::<Vec<_>>()
    };
    Source::of(&source).is_ok_and(|archived| words(&archived.policy) == words(policy))
        && images(&assets) == images(files)
}

/// The newest version, if it has the draft's text.
pub fn newest(
    policy: &Policy,
    files: &[(String, Vec<u8>)],
    view: &View<'_>,
    session: &Session,
) -> Option<u32> {
    let newest = view.spans().iter().rfind(|s| view.counts(s.entry))?;
    version(policy, files, view, newest, session).then_some(newest.version)
}

/// A version that has the draft's text, other than the one whose issue is at `but`; the newest of several.
pub fn other_version(
    policy: &Policy,
    files: &[(String, Vec<u8>)],
    view: &View<'_>,
    but: u64,
    session: &Session,
) -> Option<u32> {
    let mut others = view.spans().iter().rev().filter(|s| s.entry != but);
    others.find(|s| version(policy, files, view, s, session)).map(|s| s.version)
}

/// Whether the draft has the text of a version, as issued or as last corrected.
fn version(
    policy: &Policy,
    files: &[(String, Vec<u8>)],
    view: &View<'_>,
    of: &Span,
    session: &Session,
) -> bool {
    let text = view.renditions(of.entry).0.unwrap_or(of.entry);
    session.log.state.standing.get(&text).is_some_and(|text| is_same(policy, files, text, session))
}

/// The draft has the text of a version.
#[derive(Debug)]
pub enum SameText {
    /// It is to become a version of its own.
    Issued(u32),
    /// It is to correct the second with the text of the first.
    Corrects(u32, u32),
}

impl Say for SameText {
    fn fact(&self, lang: Lang) -> String {
        let (Self::Issued(of) | Self::Corrects(of, _)) = self;
        lang::say!(
            lang,
            "der Entwurf hat Wort für Wort den Text von Fassung {of}",
            "the draft has the text of version {of}, word for word"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Issued(_) => lang::say!(
                lang,
                "Soll sich nur ändern, wann er in Kraft ist, genügt `inkraft effect`; sonst zuerst den Entwurf ändern.",
                "If only the time in force is to change, `inkraft effect` is enough; else change the draft first."
            ),
            Self::Corrects(_, version) => lang::say!(
                lang,
                "Soll er wirklich der Text von Fassung {version} werden? Sonst den Entwurf auf deren Text zurückbringen.",
                "Is it really to become the text of version {version}? If not, bring the draft back to that version's text."
            ),
        })
    }
}
