//! The draft of a translation: read, and held against the draft that it translates.
//!
//! Specification: `docs/policy-data.md`, "Translations". Takes a workspace, a policy and a language; gives the
//! checked draft `policy.<language>.toml`. Needs no archive: what a logged version asks of its translation is in
//! `translate`.

use std::path::PathBuf;

use super::Env;
use super::archive_args::shown;
use super::check;
use super::out::{Failure, Out};
use super::workspace::Workspace;
use crate::base::{AsOf, Id, Lang, Say, lang};
use crate::policy::Policy;

/// The language that an argument names; clap takes no others.
pub fn language_of(text: &str) -> Lang {
    if text == "de" { Lang::De } else { Lang::En }
}

/// The draft that was asked for, and the one that it translates, if it translates one.
pub fn asked(
    workspace: &Workspace,
    id: &Id,
    language: Option<&str>,
    env: &Env,
    out: &mut Out,
) -> Result<(Policy, Option<Policy>), Failure> {
    let Some(language) = language.map(language_of) else {
        return Ok((check::draft(workspace, id, env, out)?, None));
    };
    let policy = read(workspace, id, language, env, out)?;
    let original = check::draft(workspace, id, env, out)?;
    if Lang::from(original.language) == language {
        return Err(Failure::new(SameLanguage(language)).code(1));
    }
    Ok((policy, Some(original)))
}

/// Reads and parses the draft of a translation; prints every problem with its line. It must be in that language.
pub fn read(
    workspace: &Workspace,
    id: &Id,
    language: Lang,
    env: &Env,
    out: &mut Out,
) -> Result<Policy, Failure> {
    let policy = check::read(workspace, id, Some(language), env, out)?;
    let stated = Lang::from(policy.language);
    if stated != language {
        let file = shown(&workspace.draft(id, Some(language)), env);
        return Err(Failure::new(OtherLanguage { file, stated, language }).code(1));
    }
    Ok(policy)
}

/// The draft of a translation is in another language than its name says.
#[derive(Debug)]
struct OtherLanguage {
    file: PathBuf,
    stated: Lang,
    language: Lang,
}

impl Say for OtherLanguage {
    fn fact(&self, lang: Lang) -> String {
        let (file, stated, wanted) = (self.file.display(), self.stated.tag(), self.language.tag());
        lang::say!(
            lang,
            "{file} ist nach seiner Angabe language = \"{stated}\" keine Übersetzung nach „{wanted}“",
            "{file} says language = \"{stated}\", so it is no translation into \"{wanted}\""
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let wanted = self.language.tag();
        Some(lang::say!(
            lang,
            "Den Text übersetzen und language = \"{wanted}\" angeben.",
            "Translate the text and state language = \"{wanted}\"."
        ))
    }
}

/// The original is in the language that is asked for.
#[derive(Debug)]
struct SameLanguage(Lang);

impl Say for SameLanguage {
    fn fact(&self, lang: Lang) -> String {
        let name = lang::name_of(self.0.tag(), lang);
        lang::say!(
            lang,
            "die Sprache des Originals in policy.toml ist selbst {name}",
            "the original in policy.toml is in {name} itself"
        )
    }
}

/// A translation that is not one of this original; told by `check`, because a person must judge it.
#[derive(Debug, PartialEq)]
pub enum Differs {
    /// Another "Stand": the translation and the original.
    Stand(AsOf, AsOf),
    /// The first section that has another number: in the translation and in the original, where there is one.
    Section(Option<String>, Option<String>),
}

impl Differs {
    /// What is to be told of a translation.
    pub fn of(translation: &Policy, original: &Policy) -> Vec<Self> {
        let mut found = Vec::new();
        if translation.as_of != original.as_of {
            found.push(Self::Stand(translation.as_of, original.as_of));
        }
        let (mut ours, mut theirs) = (labels(translation), labels(original));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return found,
                (Some(a), Some(b)) if number(a) == number(b) => {}
                (a, b) => {
                    found.push(Self::Section(a.map(str::to_owned), b.map(str::to_owned)));
                    return found;
                }
            }
        }
    }
}

/// The labels of sections and annexes, in order.
fn labels(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.sections.iter().chain(&policy.annexes).filter_map(|s| s.label.as_deref())
}

/// A label without its words, which are translated: `Abschnitt 1`, `§ 1` and `Section 1` are all `1`.
fn number(label: &str) -> Vec<&str> {
    let is_word = |w: &str| w.chars().count() > 1 && w.chars().skip(1).all(char::is_lowercase);
    label.split_whitespace().filter(|w| !w.starts_with('§') && !is_word(w.trim_end_matches('.'))).collect()
}

impl Say for Differs {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Stand(ours, theirs) => {
                let (ours, theirs) = (ours.long(lang), theirs.long(lang));
                lang::say!(
                    lang,
                    "die Übersetzung hat den Stand {ours}, das Original {theirs}",
                    "the translation is as of {ours}, the original as of {theirs}"
                )
            }
            Self::Section(ours, theirs) => {
                let none = lang.pick("nichts", "nothing");
                let (ours, theirs) = (ours.as_deref().unwrap_or(none), theirs.as_deref().unwrap_or(none));
                lang::say!(
                    lang,
                    "in der Übersetzung steht {ours}, wo im Original {theirs} steht",
                    "the translation has {ours} where the original has {theirs}"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Prüfen, ob alles übersetzt und beides derselbe Text ist.",
            "See whether all is translated and both are the same text."
        ))
    }
}
