//! Why a draft or a PDF cannot become another file of a version. Nothing was changed.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 6: a rendition repeats its version. Values and texts
//! only: `render` decides.

use std::path::PathBuf;

use super::told;
use crate::base::effect::Effect;
use crate::base::{AsOf, Lang, Say, lang};

/// Why something is no such file of a version.
#[derive(Debug)]
pub enum NotOf {
    /// There is no such version, or it is withdrawn; these there are.
    NoVersion(u32, Vec<u32>),
    /// Every version is withdrawn.
    AllWithdrawn,
    /// The version is in that language itself.
    OwnLanguage(u32, String),
    /// The draft is in another language than the version: the draft's, and the version's.
    Language(PathBuf, u32, String, String),
    /// The draft states another number.
    Number(PathBuf, u32, u32),
    /// The draft states another "Stand": the draft's, and the version's.
    Stand(PathBuf, u32, AsOf, AsOf),
    /// The draft has another label: the draft's, and the version's.
    Label(PathBuf, u32, Option<String>, Option<String>),
    /// The draft states another effect: the draft's, and the version's.
    Effect(PathBuf, u32, Box<(Effect, Effect)>),
    /// The text is that of the entry already.
    Same(u64),
    /// There is no source from which the text of the entry could be made anew.
    NoSource(u64),
    /// The text of the entry is withheld, by another entry.
    Withheld(u64, u64),
    /// There is no translation into that language.
    NoTranslation(u32, String),
}

impl Say for NotOf {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoVersion(version, _) => lang::say!(
                lang,
                "eine Fassung {version} ist nicht eingetragen, oder sie ist zurückgenommen",
                "there is no version {version} in the log, or it is withdrawn"
            ),
            Self::AllWithdrawn => {
                lang::say!(lang, "jede Fassung ist zurückgenommen", "every version is withdrawn")
            }
            Self::OwnLanguage(version, language) => {
                let name = lang::name_of(language, lang);
                lang::say!(
                    lang,
                    "die Sprache von Fassung {version} ist selbst {name}",
                    "version {version} is in {name} itself"
                )
            }
            Self::Language(file, version, stated, of) => {
                let file = file.display();
                let (stated, of) = (lang::name_of(stated, lang), lang::name_of(of, lang));
                lang::say!(
                    lang,
                    "die Sprache von {file} ist {stated}, die von Fassung {version} aber {of}",
                    "{file} is in {stated}, but version {version} in {of}"
                )
            }
            Self::Number(file, version, stated) => {
                let file = file.display();
                lang::say!(
                    lang,
                    "{file} nennt Fassung {stated}, es geht aber um Fassung {version}",
                    "{file} says version {stated}, but this is about version {version}"
                )
            }
            Self::Stand(file, version, stated, of) => {
                let (file, stated, of) = (file.display(), stated.long(lang), of.long(lang));
                lang::say!(
                    lang,
                    "{file} hat den Stand {stated}, Fassung {version} aber den Stand {of}",
                    "{file} is as of {stated}, but version {version} as of {of}"
                )
            }
            Self::Label(file, version, stated, of) => {
                let (stated, of) = (stated.as_deref().unwrap_or("–"), of.as_deref().unwrap_or("–"));
                let file = file.display();
                lang::say!(
                    lang,
                    "die Bezeichnung (`label`) in {file} ist „{stated}“, die von Fassung {version} aber „{of}“",
                    "the `label` in {file} is \"{stated}\", but that of version {version} is \"{of}\""
                )
            }
            Self::Effect(file, version, effects) => {
                let file = file.display();
                let (stated, of) = (told::beginning(&effects.0, lang), told::beginning(&effects.1, lang));
                lang::say!(
                    lang,
                    "nach {file} gilt der Text {stated}, Fassung {version} gilt aber {of}",
                    "{file} says that the text applies {stated}, but version {version} applies {of}"
                )
            }
            Self::Same(entry) => lang::say!(
                lang,
                "der Text ist derselbe wie in Eintrag {entry}; es gibt nichts zu berichtigen",
                "the text is the same as in entry {entry}; there is nothing to correct"
            ),
            Self::NoSource(entry) => lang::say!(
                lang,
                "der Text in Eintrag {entry} ist ein fertig übernommenes PDF; er lässt sich nicht neu setzen",
                "the text in entry {entry} is a PDF that was taken as it was; it cannot be typeset anew"
            ),
            Self::Withheld(entry, by) => lang::say!(
                lang,
                "der Text in Eintrag {entry} ist gesperrt (Eintrag {by}); er wird nicht neu gesetzt und nicht noch einmal veröffentlicht",
                "the text in entry {entry} is withheld (entry {by}); it is not typeset anew and not published again"
            ),
            Self::NoTranslation(version, language) => {
                let name = lang::name_of(language, lang);
                lang::say!(
                    lang,
                    "Fassung {version} hat keine Übersetzung ({name})",
                    "version {version} has no translation ({name})"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NoVersion(_, known) => {
                let known = known.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                (!known.is_empty()).then(|| lang::say!(lang, "Vorhanden: {known}.", "There are: {known}."))
            }
            Self::AllWithdrawn | Self::OwnLanguage(..) => None,
            Self::Number(_, version, _) | Self::Language(_, version, ..) => Some(lang::say!(
                lang,
                "Den Entwurf auf den Text von Fassung {version} bringen, oder mit --version eine andere wählen.",
                "Bring the draft up to the text of version {version}, or choose another with --version."
            )),
            Self::Stand(_, version, ..) => Some(lang::say!(
                lang,
                "Den Entwurf auf den Text von Fassung {version} bringen und deren `as_of` angeben.",
                "Bring the draft up to the text of version {version}, and state its `as_of`."
            )),
            Self::Label(_, version, ..) => Some(lang::say!(
                lang,
                "`label` ist so anzugeben, wie es Fassung {version} hat; eine neue Bezeichnung ist eine neue Fassung.",
                "State `label` as version {version} has it; a new label is a new version."
            )),
            Self::Effect(..) => Some(lang::say!(
                lang,
                "Im Entwurf [effect] weglassen: Eine Ausgabe gilt, wie ihre Fassung gilt.",
                "Leave [effect] out of the draft: a rendition applies as its version does."
            )),
            Self::Same(_) => Some(lang::say!(
                lang,
                "Erst den Fehler im Entwurf oder im PDF berichtigen. Denselben Text setzt `rendition --purpose reissue` neu.",
                "First correct the mistake in the draft or the PDF. `rendition --purpose reissue` typesets the same text anew."
            )),
            Self::Withheld(..) => Some(lang::say!(
                lang,
                "Ein Text ohne das Gesperrte ist eine Berichtigung (`correct`). Darf der alte wieder öffentlich sein, erst die Sperrung mit `withdraw` zurücknehmen.",
                "A text without what is withheld is a correction (`correct`). If the old one may be public again, first withdraw the withholding with `withdraw`."
            )),
            Self::NoSource(_) => Some(lang::say!(
                lang,
                "Mit --pdf eine fertige Datei angeben.",
                "Name a finished file with --pdf."
            )),
            Self::NoTranslation(..) => Some(lang::say!(
                lang,
                "Erst mit `inkraft translate` eine machen, oder mit --pdf eine fertige Datei angeben.",
                "Make one with `inkraft translate` first, or name a finished file with --pdf."
            )),
        }
    }
}
